import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { type Address, toEventSelector, toFunctionSelector, zeroHash } from 'viem'
import { afterAll, beforeAll, describe, type ExpectStatic, test } from 'vitest'
import { type Demo, startDemo } from '../../demo/startDemo.ts'
import type { ProvenLeaf } from '../../src/account/encodeSessionSignature.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import type { SessionRecord } from '../../src/types/AccountRecords.ts'
import { chromiumArgs } from '../harness/chromiumArgs.ts'
import { chromiumPath } from '../harness/chromiumPath.ts'
import { countFaults } from './countFaults.ts'
import { createObserver } from './createObserver.ts'
import { driveDemo } from './driveDemo.ts'
import { type HeldRequests, type HeldStep, holdRequests } from './holdRequests.ts'
import { readStored, type Stored } from './readStored.ts'

type Kind = 'grant' | 'revoke' | 'send'
type End = 'closed' | 'crashed'
/** Where the tab ends: with a dialog open, or when the line goes dead at a request. */
type Step = 'approval' | 'wallet' | HeldStep

const send = 'eth_sendUserOperation'
const readsNonce = toFunctionSelector('getNonce(address,uint192)').slice(2)
const readsRoot = toFunctionSelector('getSessionKeys(address)').slice(2)
const ofOperation = toEventSelector(
  'UserOperationEvent(bytes32,address,address,uint256,bool,uint256,uint256)',
)

/** The requests, in their order. */
const requests = {
  'the account is read': { method: 'eth_getCode' },
  'the root is read': { method: 'eth_call', holding: readsRoot },
  'the nonce is read': { method: 'eth_call', holding: readsNonce },
  'the fees are asked for': { method: 'biconomy_getGasFeeValues' },
  'it is sponsored': { method: 'pm_sponsorUserOperation' },
  'it was signed and the block is read': { method: 'eth_blockNumber' },
  'it is sent': { method: send },
  'it is looked for in the logs': { method: 'eth_getLogs', holding: ofOperation, after: send },
  'the root is read back': { method: 'eth_call', holding: readsRoot, after: send },
} satisfies Record<string, Omit<HeldStep, 'lost'>>
type RequestName = keyof typeof requests

type Case = [name: string, step: Step, end: End]
const before = (name: RequestName): Case => [
  `before ${name}`,
  { ...requests[name], lost: 'request' },
  'closed',
]
/** It arrived; the answer is lost. */
const after = (name: RequestName): Case => [
  `after ${name}`,
  { ...requests[name], lost: 'answer' },
  'closed',
]
const crashes: Case[] = [
  ['as it crashes before it is sent', { method: send, lost: 'request' }, 'crashed'],
  ['as it crashes after it is sent', { method: send, lost: 'answer' }, 'crashed'],
]

const inWallet: Case[] = [
  ['while the wallet asks', 'wallet', 'closed'],
  ['as it crashes while the wallet asks', 'wallet', 'crashed'],
]
const onceSigned: Case[] = [
  after('it was signed and the block is read'),
  before('it is sent'),
  after('it is sent'),
  after('it is looked for in the logs'),
  before('the root is read back'),
  after('the root is read back'),
  ...crashes,
]
/** What is asked only once the owner signed. */
const signedMethods = new Set<string>(['eth_blockNumber', send, 'eth_getLogs'])
const steps: Record<Kind, Case[]> = {
  grant: [
    ['while the approval is open', 'approval', 'closed'],
    after('the account is read'),
    after('the root is read'),
    after('the nonce is read'),
    after('the fees are asked for'),
    before('it is sponsored'),
    after('it is sponsored'),
    ...inWallet,
    ...onceSigned,
  ],
  revoke: [after('the fees are asked for'), after('it is sponsored'), ...inWallet, ...onceSigned],
  send: [
    after('the nonce is read'),
    after('the fees are asked for'),
    after('it is sponsored'),
    before('it is sent'),
    after('it is sent'),
    before('it is looked for in the logs'),
    after('it is looked for in the logs'),
    ...crashes,
  ],
}

/** A browser of one user. */
interface Place {
  context: BrowserContext
  page: Page
  account: Address
  hasSession: boolean
  /** How many were minted so far. */
  minted: number
  /** How often the user came back to it. */
  visits: number
}

/** By how much later the user comes back, milliseconds: nothing that was sent is on its way by then. */
const later = 180_000

describe('a tab that ends', () => {
  let demo: Demo
  let browser: Browser
  let nowhere: Server
  /** Places that a case has left as they were, for the next one. */
  const idle: Place[] = []

  beforeAll(async () => {
    nowhere = createServer(() => undefined)
    nowhere.listen(0, '127.0.0.1')
    const launching = chromium.launch({
      executablePath: chromiumPath(),
      args: [...chromiumArgs],
    })
    demo = await startDemo({ mode: 'built' })
    browser = await launching
  })
  afterAll(async () => {
    await browser?.close()
    nowhere?.closeAllConnections()
    nowhere?.close()
    await demo?.stop()
  })

  async function take(withSession: boolean): Promise<Place> {
    const index = idle.findIndex(({ hasSession }) => hasSession === withSession)
    const [found] = index < 0 ? [] : idle.splice(index, 1)
    return found ?? openDapp(await browser.newContext(), demo.url, withSession)
  }

  for (const kind of ['grant', 'revoke', 'send'] as const)
    describe.concurrent(`during a ${kind}`, () => {
      test.for(steps[kind])('%s: nothing is lost, leaked or wrong', async (row, { expect }) => {
        const [, step, end] = row
        const place = await take(kind !== 'grant')
        const { port } = nowhere.address() as AddressInfo
        const line = await holdRequests(place.page, demo.devnet, `http://127.0.0.1:${port}/`)
        await begin(place.page, line, kind, step)
        await endTab(place.page, end)
        const isSent = line.hasArrived(send)
        if (isSent && kind === 'send') place.minted += 1
        await comeBack(place, demo.url)
        await expectSettled(expect, demo, place, kind, isSent)
        if (kind === 'revoke' && isSent) return place.context.close()
        idle.push({ ...place, hasSession: place.hasSession || (kind === 'grant' && isSent) })
      })
    })
})

/** A page with a connected wallet and funds, and with a session if asked for. */
async function openDapp(context: BrowserContext, url: string, hasSession: boolean): Promise<Place> {
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  await page.goto(url)
  const dapp = driveDemo(page)
  await dapp.connect()
  await dapp.getFunds()
  if (hasSession) {
    await dapp.approve()
    await dapp.sign()
    await dapp.close('Done')
    await dapp.mint.waitFor()
  }
  const account = await dapp.address('account')
  return { context, page, account, hasSession, minted: 0, visits: 0 }
}

/** Goes as far as the step. */
async function begin(page: Page, line: HeldRequests, kind: Kind, step: Step) {
  const { ask, confirmRisks, dialog, mint, prompt, sessions, sign } = driveDemo(page)
  const approve = dialog.getByRole('button', { name: 'Approve' })
  if (kind === 'grant') {
    await ask.click()
    await confirmRisks()
  }
  if (step === 'approval') return
  const revoke = sessions.getByRole('button', { name: 'Revoke', exact: true })
  const start = { grant: approve, send: mint, revoke }[kind]
  if (kind !== 'send' && (step === 'wallet' || signedMethods.has(step.method) || step.after)) {
    await start.click()
    await prompt.waitFor()
    if (step === 'wallet') return
    const lost = line.hold(step)
    await sign()
    return lost
  }
  if (step === 'wallet') throw new Error('A send asks no wallet.')
  // what the page reads before it can be clicked is not the step
  await start.click({ trial: true })
  const lost = line.hold(step)
  await start.click()
  return lost
}

async function endTab(page: Page, end: End) {
  if (end === 'closed') return page.close()
  const crashed = page.waitForEvent('crash')
  const session = await page.context().newCDPSession(page)
  // it never answers
  void session.send('Page.crash').catch(() => undefined)
  await crashed
  await page.close()
}

/** Opens it again in another tab. */
async function comeBack(place: Place, url: string) {
  place.visits += 1
  place.page = await place.context.newPage()
  await place.page.addInitScript((ahead) => {
    const now = Date.now.bind(Date)
    Date.now = () => now() + ahead
  }, place.visits * later)
  await place.page.goto(url)
}

async function expectSettled(
  expect: ExpectStatic,
  demo: Demo,
  { page: tab, account, minted }: Place,
  kind: Kind,
  isSent: boolean,
) {
  const chain = createObserver(demo.devnet)
  const isOpen = ({ root, sessions, journals }: Stored) =>
    root?.staged !== undefined ||
    sessions.some(({ status }) => status === 'PENDING') ||
    [...journals.values()].some(({ messages }) =>
      messages.some(({ status }) => status === 'submitted'),
    )
  await expect
    .poll(async () => isOpen(await readStored(tab, account)), { timeout: 60_000, interval: 200 })
    .toBe(false)

  const stored = await readStored(tab, account)
  const root = await chain.root(account)
  const outcome = { grant: isSent ? ['ACTIVE'] : [], revoke: [isSent ? 'REVOKED' : 'ACTIVE'] }
  const statuses = kind === 'send' ? ['ACTIVE'] : outcome[kind]
  expect(stored.sessions.map(({ status }) => status)).toEqual(statuses)
  expect(root === zeroHash).toBe(!statuses.includes('ACTIVE'))
  const proven = new Map(stored.sessions.map((session) => [session.id, provenOf(session)]))
  const known = new Set(stored.sessions.map(({ id }) => id))
  expect(
    await countFaults({ devnet: demo.devnet, account, root, stored, proven, signed: known }),
  ).toEqual({
    falseActive: 0,
    falseRevoked: 0,
    lostSessions: 0,
    leakedPermissions: 0,
    orphanKeys: 0,
  })

  const sent = [...stored.journals.values()]
    .flatMap(({ messages }) => messages)
    .filter(({ type }) => type === 'transaction')
  const mined = sent.filter(({ status }) => status === 'mined')
  expect(await chain.nfts(account)).toBe(BigInt(minted))
  expect(mined).toHaveLength(minted)

  // and the page shows it so
  const shown = tab.locator('[data-session]')
  for (const status of statuses) await tab.locator(`[data-status=${status}]`).waitFor(attached)
  expect(await shown.count()).toBe(statuses.length)
}

const attached = { state: 'attached' } as const

/** The only session of its account, with the proofs that its leaves have while it lives. */
function provenOf({ permissions }: SessionRecord): ProvenLeaf[] {
  const tree = createMerkleTree(permissions.map(({ leaf }) => hashLeaf(leaf)))
  return permissions.map(({ leaf }) => ({ leaf, proof: tree.getProof(hashLeaf(leaf)) }))
}
