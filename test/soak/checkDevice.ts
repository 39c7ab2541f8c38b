import type { Page } from 'playwright'
import { type Address, createPublicClient, type Hex, http, zeroHash } from 'viem'
import { simulateSessionKey } from '../../src/account/simulateSessionKey.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import type { SessionRecord } from '../../src/types/AccountRecords.ts'
import type { Devnet } from '../devnet/Devnet.ts'
import { createObserver } from '../e2e/createObserver.ts'
import { readStored, type Stored } from '../e2e/readStored.ts'
import type { Device } from './createDevice.ts'
import type { Ledger } from './Ledger.ts'

/** How long a tab may take to come to rest once nothing disturbs it, milliseconds. */
const patience = 90_000

/**
 * Lets a device come to rest and compares what it stores and shows with the chain. What does not
 * hold is added to the ledger's violations.
 */
export async function checkDevice(
  device: Device,
  pages: readonly Page[],
  parameters: { devnet: Devnet; account: Address; ledger: Ledger; isDeviceOfSends: boolean },
): Promise<void> {
  const { devnet, account, ledger, isDeviceOfSends } = parameters
  const [page] = pages
  if (!page) return
  const violated = (what: string) => ledger.violations.push(`${device.name}: ${what}`)
  const chain = createObserver(devnet)
  const client = createPublicClient({ transport: http(devnet.rpcUrl) })

  const unrest = await settle(device, pages, account, () => chain.root(account))
  if (unrest) violated(`it does not come to rest: ${unrest}`)
  const root = await chain.root(account)
  const stored = await readStored(page, account)
  const live = stored.sessions.filter(({ inRoot }) => inRoot)
  const isOurs = rootOf(live) === root
  if (isOurs) remember(live, ledger)

  // the tree is the chain's, or the user is told
  const shown = await Promise.all(pages.map((it) => shownIn(it, isOurs, stored)))
  for (const [tab, sessions] of shown.entries()) {
    for (const { id, inRoot, status } of stored.sessions) {
      const session = sessions.find((it) => it.id === id)
      if (!session) violated(`tab ${tab} does not show session ${id}`)
      else if ((session.status === 'REVOKED') !== (status === 'REVOKED'))
        violated(`tab ${tab} shows ${id} as ${session.status}, stored as ${status}`)
      else if (!isOurs && inRoot && session.status === 'ACTIVE')
        violated(`tab ${tab} shows ${id} as ACTIVE, and the root is another`)
      else if (isOurs && session.reason === 'out-of-sync')
        violated(`tab ${tab} shows ${id} as out of sync, and it is not`)
    }
  }
  const accepts = async ({ id }: SessionRecord) => {
    const answers = await Promise.all(
      (ledger.proven.get(id) ?? []).map((proven) =>
        simulateSessionKey(client, { chainId: devnet.chainId, account, proven }),
      ),
    )
    return answers.map(({ approved }) => approved)
  }
  for (const session of stored.sessions) {
    const isShownActive = shown.some((it) =>
      it.some(({ id, status }) => id === session.id && status === 'ACTIVE'),
    )
    const answers = await accepts(session)
    if (isShownActive && (answers.length === 0 || answers.includes(false)))
      violated(`${session.id} is shown as ACTIVE, and the chain refuses it`)
    if (session.status === 'REVOKED' && answers.includes(true))
      violated(`${session.id} is REVOKED, and the chain accepts it`)
    if (session.status === 'PENDING') violated(`${session.id} is still PENDING`)
  }

  // what the user said, and what they were told
  for (const { id, validUntil, status, inRoot } of stored.sessions) {
    const grant = ledger.grants.get(validUntil)
    if (!grant?.isSigned) violated(`${id} (${status}) was never signed for`)
    const { outcome } = grant ?? {}
    if (inRoot && outcome && !outcome.ok && outcome.chainEffect === 'none')
      violated(`${id} lives, and its user was told that nothing changed: ${outcome.name}`)
  }
  if (isDeviceOfSends) await checkSends(stored, { chain, account, ledger, violated })

  // keys: those of the sessions in the root, and in no other form than wrapped; what ran out and left
  // the root with a later change is stored as ACTIVE, and has none
  const alive = stored.sessions.filter(({ inRoot }) => inRoot)
  const aliveKeys = new Set(alive.map(({ keyAddress }) => keyAddress.toLowerCase()))
  for (const key of stored.keys) if (!aliveKeys.has(key)) violated(`the key ${key} has no session`)
  for (const key of aliveKeys)
    if (!stored.keys.includes(key)) violated(`the key ${key} of a session in the root is gone`)
  const texts = await Promise.all(pages.map((it) => it.content()))
  const haystack = [stored.text, ...texts, ...ledger.consoleText].join('\n').toLowerCase()
  for (const key of ledger.privateKeys)
    if (haystack.includes(key.slice(2).toLowerCase())) violated('a private key lies open')
}

/**
 * Until nothing is on its way and what is shown is of the root that the chain has now.
 *
 * @returns what keeps it from that, when it lasts too long.
 */
async function settle(
  device: Device,
  pages: readonly Page[],
  account: Address,
  readChain: () => Promise<Hex>,
): Promise<string | undefined> {
  const [first] = pages
  const end = Date.now() + patience
  for (const [tab, page] of pages.entries())
    if (!(await device.untilReady(page, AbortSignal.timeout(patience)))) {
      const failure = await page.evaluate(() => globalThis.soak?.failure())
      return `tab ${tab} does not know its sessions (${failure ?? 'and does not say why'})`
    }
  while (first && Date.now() < end) {
    for (const page of pages) await page.evaluate(() => globalThis.soak?.wake())
    const [stored, root] = await Promise.all([readStored(first, account), readChain()])
    const live = stored.sessions.filter(({ inRoot }) => inRoot)
    // an empty root ends what is stored; another one leaves it astray
    const isSeen = root === rootOf(live) || root !== zeroHash
    if (isSeen && !isOpen(stored)) return undefined
    await first.waitForTimeout(500)
  }
  return 'a change is on its way'
}

function isOpen({ root, sessions }: Stored): boolean {
  return root?.staged !== undefined || sessions.some(({ status }) => status === 'PENDING')
}

/** What a tab shows, once it has caught up with what is stored. */
async function shownIn(page: Page, isOurs: boolean, { sessions }: Stored) {
  const expected = sessions.map(({ id, status, inRoot }) => ({
    id,
    isRevoked: status === 'REVOKED',
    isAstray: inRoot && !isOurs,
  }))
  // if it never does, what it shows then tells
  await page
    .waitForFunction(
      (all) => {
        globalThis.soak?.wake()
        const shown = globalThis.soak?.shown() ?? []
        return all.every(({ id, isRevoked, isAstray }) => {
          const session = shown.find((it) => it.id === id)
          if (!session) return false
          if ((session.status === 'REVOKED') !== isRevoked) return false
          return session.status === 'EXPIRED' || (session.reason === 'out-of-sync') === isAstray
        })
      },
      expected,
      { timeout: 15_000, polling: 500 },
    )
    .catch(() => undefined)
  return page.evaluate(() => globalThis.soak?.shown() ?? [])
}

async function checkSends(
  { journals }: Stored,
  parameters: {
    chain: ReturnType<typeof createObserver>
    account: Address
    ledger: Ledger
    violated(what: string): void
  },
) {
  const { chain, account, ledger, violated } = parameters
  const balance = Number(await chain.nfts(account))
  const { minted, uncertainMints } = ledger
  if (balance < minted) violated(`${minted} mints were told to be mined, and there are ${balance}`)
  if (balance > minted + uncertainMints)
    violated(`there are ${balance} mints, of ${minted} told and ${uncertainMints} uncertain ones`)
  const entries = [...journals.values()].flatMap(({ messages }) => messages)
  for (const { type, status, transactionHash } of entries)
    if (type === 'transaction' && status === 'mined' && typeof transactionHash !== 'string')
      violated('a journal has a mined transaction without its hash')
}

function rootOf(sessions: readonly SessionRecord[]): Hex {
  const leaves = sessions.flatMap(({ permissions }) =>
    permissions.map(({ leaf }) => hashLeaf(leaf)),
  )
  return leaves.length === 0 ? zeroHash : createMerkleTree(leaves).root
}

function remember(live: readonly SessionRecord[], { proven }: Ledger): void {
  const all = live.flatMap(({ permissions }) => permissions.map(({ leaf }) => hashLeaf(leaf)))
  if (all.length === 0) return
  const tree = createMerkleTree(all)
  for (const { id, permissions } of live)
    proven.set(
      id,
      permissions.map(({ leaf }) => ({ leaf, proof: tree.getProof(hashLeaf(leaf)) })),
    )
}
