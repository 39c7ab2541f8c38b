import { createWalletClient, http, zeroHash } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, inject, test } from 'vitest'
import { grantSession } from '../../src/actions/grantSession.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import type { SessionConfig } from '../../src/config/createSessionConfig.ts'
import { BaseError } from '../../src/errors/BaseError.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import type { Session } from '../../src/types/Session.ts'
import type { SessionState } from '../../src/types/SessionState.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { dumpContent } from '../harness/dumpStorage.ts'
import { mint, mintPolicy, payPolicy } from '../harness/policies.ts'
import { type Fault, rpcReply, startProxy, type TestProxy } from '../harness/startProxy.ts'

const statuses = [400, 401, 403, 404, 408, 413, 429, 500, 502, 503]
const internal = { code: -32603, message: 'Internal error' }
const cut = 'cut' as const
const html = '<html><body>Bad Gateway</body></html>'
const json = (value: unknown) => ({ body: JSON.stringify(value) })

/** What a service does with one method instead of answering it. */
const faults: Readonly<Record<string, Fault>> = {
  'a JSON-RPC error': () => rpcReply({ error: internal }),
  ...Object.fromEntries(
    statuses.flatMap((status): [string, Fault][] => [
      [`HTTP ${status}`, () => ({ status, body: '', contentType: 'text/plain' })],
      [`HTTP ${status} and a JSON-RPC error`, () => rpcReply({ error: internal }, status)],
    ]),
  ),
  HTML: () => ({ body: html, contentType: 'text/html' }),
  'HTML as JSON': () => ({ body: html }),
  'HTML with HTTP 502': () => ({ status: 502, body: html, contentType: 'text/html' }),
  'an empty body': () => ({ body: '' }),
  'an empty object': () => json({}),
  'a list': () => json([]),
  'a text': () => json('yes'),
  null: () => json(null),
  'a result that is null': () => rpcReply({ result: null }),
  'a result of another kind': () => rpcReply({ result: { yes: true } }),
  'an answer to another request': () => json({ jsonrpc: '2.0', id: 987_654, result: '0x' }),
  'an error without a code': () => rpcReply({ error: { message: 'No.' } }),
  'half an answer': async ({ forward }) => {
    const { body } = await forward()
    return { body: body.slice(0, body.length / 2) }
  },
  'a cut before': () => cut,
  'a cut after': async ({ forward }) => {
    await forward()
    return cut
  },
  silence: () => new Promise<never>(() => undefined),
}

/** One of each kind, for what takes a mined operation each time. */
const few = [
  'a JSON-RPC error',
  'HTTP 404',
  'HTTP 429',
  'HTTP 503',
  'HTML',
  'a result that is null',
  'a result of another kind',
  'half an answer',
  'a cut before',
  'silence',
]

/** With these the request does arrive. */
const arriving = ['half an answer', 'a cut after']

interface Target {
  service: 'bundler' | 'paymaster' | 'node'
  methods: readonly string[]
  /** Only once an operation was sent. */
  late?: true
  paymaster?: 'biconomy' | 'erc7677' | 'none'
  /** What else is wrong: the answer to what was sent is lost. */
  lost?: true
  /** Nothing was mined when it fails, so that every fault can be tried. */
  early?: true
}

const targets: Readonly<Record<string, Target>> = {
  'gas price': {
    service: 'bundler',
    methods: ['biconomy_getGasFeeValues', 'pimlico_getUserOperationGasPrice'],
  },
  eth_estimateUserOperationGas: {
    early: true,
    service: 'bundler',
    methods: ['eth_estimateUserOperationGas'],
    paymaster: 'none',
  },
  eth_sendUserOperation: { early: true, service: 'bundler', methods: ['eth_sendUserOperation'] },
  eth_getUserOperationByHash: {
    service: 'bundler',
    methods: [
      'eth_getUserOperationByHash',
      'pimlico_getUserOperationStatus',
      'biconomy_getUserOperationStatus',
    ],
    lost: true,
  },
  pm_sponsorUserOperation: {
    early: true,
    service: 'paymaster',
    methods: ['pm_sponsorUserOperation'],
  },
  pm_getPaymasterStubData: {
    early: true,
    service: 'paymaster',
    methods: ['pm_getPaymasterStubData'],
    paymaster: 'erc7677',
  },
  pm_getPaymasterData: {
    early: true,
    service: 'paymaster',
    methods: ['pm_getPaymasterData'],
    paymaster: 'erc7677',
  },
  eth_chainId: { service: 'node', methods: ['eth_chainId'] },
  eth_call: { early: true, service: 'node', methods: ['eth_call'] },
  'eth_call, once it is sent': { service: 'node', methods: ['eth_call'], late: true },
  eth_getCode: { service: 'node', methods: ['eth_getCode'] },
  eth_getBlockByNumber: { early: true, service: 'node', methods: ['eth_getBlockByNumber'] },
  'eth_getBlockByNumber, once it is sent': {
    service: 'node',
    methods: ['eth_getBlockByNumber'],
    late: true,
  },
  eth_getLogs: { service: 'node', methods: ['eth_getLogs'] },
  'eth_blockNumber, once it is sent': {
    service: 'node',
    methods: ['eth_blockNumber'],
    late: true,
  },
}

interface Patience {
  /** How long to wait for an operation to be mined, milliseconds. */
  timeout: number
  /** How long a service may take, milliseconds. */
  limit(service: Target['service']): number
}

const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })

/** A user with a live session, and a page of theirs whose services can be made to fail. */
async function setUp(target: Target) {
  const devnet = inject('devnet')
  const proxies = {
    bundler: await startProxy(devnet.bundlerUrl),
    paymaster: await startProxy(devnet.paymasterUrl),
    node: await startProxy(devnet.rpcUrl),
  }
  const dapp = await createTestDapp()
  const { chainId, wallet } = dapp
  const session = await grantSession(dapp.config, { policy: payPolicy(dapp), chainId, wallet })
  const minter = await grantSession(dapp.config, { policy: mintPolicy(dapp), chainId, wallet })
  const { paymaster = 'biconomy' } = target
  const page = ({ timeout, limit }: Patience) => {
    const to = (service: keyof typeof proxies) =>
      http(proxies[service].url, { retryCount: 0, timeout: limit(service) })
    return dapp.reload({
      bundler: { [chainId]: to('bundler') },
      paymaster:
        paymaster === 'none' ? {} : { [chainId]: { url: to('paymaster'), type: paymaster } },
      clients: { [chainId]: dapp.clientOf(proxies.node.url) },
      pollingInterval: 50,
      timeout,
    })
  }
  return { dapp, proxies, session, minter, page }
}
type Setup = Awaited<ReturnType<typeof setUp>>

function breakServices(proxies: Setup['proxies'], target: Target, fault: Fault): void {
  const isSent = () =>
    proxies.bundler.requests.some(({ method }) => method === 'eth_sendUserOperation')
  const broken: Fault = (request) =>
    target.methods.includes(request.method) && (!target.late || isSent())
      ? fault(request)
      : undefined
  proxies[target.service].fault = broken
  if (!target.lost) return
  proxies.bundler.fault = async (request) => {
    if (request.method !== 'eth_sendUserOperation') return broken(request)
    await request.forward()
    return 'cut'
  }
}

function repair(proxies: Record<string, TestProxy>): void {
  for (const proxy of Object.values(proxies)) {
    proxy.fault = undefined
    proxy.requests.length = 0
  }
}

/** What is stored is what the chain says, and no key is left of what is not. */
async function expectTruth({ dapp }: Setup, config: SessionConfig): Promise<void> {
  const scope = scopeOf(dapp)
  await expect
    .poll(() => reconcileSessions(config, scope), { timeout: 30_000, interval: 50 })
    .toBe('in-sync')
  const { root, sessions, keys } = await readAccountRecords(config.storage, scope)
  expect(root.staged).toBeUndefined()
  expect(root.root).toBe(await dapp.root())
  const live = sessions.filter(({ inRoot }) => inRoot)
  const leaves = live.flatMap(({ permissions }) => permissions.map(({ leaf }) => hashLeaf(leaf)))
  expect(root.root).toBe(leaves.length > 0 ? createMerkleTree(leaves).root : zeroHash)
  const claimed = sessions.filter(({ status }) => status !== 'REVOKED')
  expect(claimed.map(({ id, status }) => [id, status])).toEqual(
    live.map(({ id }) => [id, 'ACTIVE']),
  )
  expect([...keys.keys()].sort()).toEqual(
    live.map(({ keyAddress }) => keyAddress.toLowerCase()).sort(),
  )
}

/** What is stored but for the journals, which tell of what was refused too. */
async function dumpRecords({ config }: TestDapp): Promise<string> {
  const records = JSON.parse(await dumpContent(config.storage)) as { address: { kind: string } }[]
  return JSON.stringify(
    records.filter(({ address }) => address.kind !== 'state'),
    null,
    2,
  )
}

/** How many transactions of a session the journal claims to be on the chain. */
async function minedOf({ dapp }: Setup, { id }: Session): Promise<number> {
  const record = await dapp.config.storage.get({ ...scopeOf(dapp), kind: 'state', id })
  const { messages = [] } = (record?.value ?? {}) as unknown as Partial<SessionState>
  return messages.filter(({ type, status }) => type === 'transaction' && status === 'mined').length
}

const flows = {
  async send({ dapp, minter }: Setup, config: SessionConfig, _: Patience) {
    await sendSessionTransaction(config, { sessionId: minter.id, calls: [mint(dapp)] })
  },
  async grant({ dapp, proxies }: Setup, config: SessionConfig, { limit }: Patience) {
    const { chainId, client, ownerKey } = dapp
    const wallet = createWalletClient({
      account: privateKeyToAccount(ownerKey),
      chain: client.chain,
      transport: http(proxies.node.url, { retryCount: 0, timeout: limit('node') }),
    })
    const session = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    expect(session.status).toBe('ACTIVE')
  },
}

type Flow = keyof typeof flows
const faultsOf = ({ early }: Target, flow: Flow) =>
  early && flow === 'send' ? Object.keys(faults) : few

/** Every fault of one method, one after the other, for one user. */
async function runTarget(name: string, target: Target, flow: Flow): Promise<string[]> {
  const setup = await setUp(target)
  const { dapp, proxies, minter, page } = setup
  const rows: string[] = []
  for (const what of faultsOf(target, flow)) {
    const fault = faults[what]
    if (!fault) throw new Error(`There is no fault ${what}.`)
    const isNeverSent = name === 'eth_sendUserOperation' && !arriving.includes(what)
    const isNeverSeen = name === 'eth_getLogs' || name.startsWith('eth_blockNumber')
    const patience: Patience = {
      timeout: isNeverSent || isNeverSeen ? 200 : 30_000,
      // what never comes is waited for as long as a busy machine may need for what does
      limit: (service) => (what === 'silence' && service === target.service ? 3_000 : 30_000),
    }
    const config = page(patience)
    const before = await dumpRecords(dapp)
    breakServices(proxies, target, fault)
    const error: unknown = await flows[flow](setup, config, patience).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    const isSent = proxies.bundler.requests.some(({ method }) => method === 'eth_sendUserOperation')
    repair(proxies)
    rows.push(`${name}: ${what}: ${describe(error)}`)
    const { chainEffect } = (error ?? {}) as Partial<BaseError>
    if (!isSent) expect(chainEffect, `${name}: ${what}`).not.toBe('unknown')
    if (chainEffect === 'none') expect(await dumpRecords(dapp), `${name}: ${what}`).toBe(before)
    else await expectTruth(setup, config)
    // what was given up on may be mined between two reads, so the journal is brought up to date first
    await expect
      .poll(
        async () => {
          await reconcileSessions(config, scopeOf(dapp))
          return [await minedOf(setup, minter), Number(await dapp.nftBalance())]
        },
        { timeout: 30_000, interval: 50, message: `${name}: ${what}` },
      )
      .toSatisfy(([claimed, minted]: number[]) => claimed === minted)
  }
  await expectTruth(setup, dapp.reload())
  return rows
}

function describe(error: unknown): string {
  if (error === undefined) return 'goes through'
  if (!(error instanceof BaseError)) return String(error)
  return `${error.name}, chain: ${error.chainEffect}`
}

/** As many at once as the chain takes without getting slow. */
const atOnce = 5

test.each(['send', 'grant'] as const)(
  'every fault of every method, in a %s',
  async (flow) => {
    const waiting = Object.entries(targets)
    const rows = new Map<string, string[]>()
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
          rows.set(next[0], await runTarget(...next, flow))
      }),
    )
    const table = Object.keys(targets).flatMap((name) => rows.get(name) ?? [])
    const cases = Object.values(targets).flatMap((target) => faultsOf(target, flow))
    expect(table).toHaveLength(cases.length)
    // biome-ignore lint/suspicious/noConsole: how many ran is to be seen
    console.log(`${table.length} faults of a ${flow} ran.`)
    await expect(table.join('\n')).toMatchFileSnapshot(`__snapshots__/faults.${flow}.txt`)
    // every failure has a name of its own
    const unnamed = table.filter((row) => /: UnexpectedError,|: Error|: TypeError/.test(row))
    expect(unnamed).toEqual([])
  },
  300_000,
)
