import { privateKeyToAccount } from 'viem/accounts'
import { StorageUnavailableError } from '../../src/errors/StorageUnavailableError.ts'
import type { Step, Strike } from './createStepGate.ts'
import type { Service } from './Service.ts'

export const faultNames = [
  'process killed',
  'tab closed',
  'network cut',
  'bundler error',
  'RPC error',
  'storage error',
  'wallet rejects',
  'reorg',
] as const
export type FaultName = (typeof faultNames)[number]

/** One way in which a step fails. */
export interface Fault {
  fault: FaultName
  /** How, in the test's name. */
  how: string
  /** The page is gone with it. */
  ends?: true
  onward?: true
  answer: Strike['answer']
}

type Act = () => Promise<unknown>

/** It happened, and nobody hears of it. */
const afterwards = (fail: () => unknown) => async (act: Act) => {
  await act()
  return fail()
}

/** As `fetch` in Node says it of a connection that was lost. */
function cut(): never {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  throw Object.assign(new TypeError('fetch failed'), { cause })
}

const reply = (body: string, status = 200) =>
  new Response(body, { status, headers: { 'content-type': 'application/json' } })
const rpcError = (code: number, message: string) => () =>
  reply(JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code, message } }))
const answers = [
  ['JSON-RPC error', rpcError(-32603, 'internal error')],
  ['HTTP 500', () => reply('{"error":"upstream"}', 500)],
  ['garbage', () => reply('<html>Bad gateway</html>')],
] as const

const storageFails = (): never => {
  throw new StorageUnavailableError('The disk does not answer.', 'Try again.')
}

const stranger = privateKeyToAccount(`0x${'5'.repeat(64)}`)
const never = new Promise<never>(() => undefined)
const refuse = (code: number, message: string) => () => {
  throw Object.assign(new Error(message), { code })
}

const network: readonly Service[] = ['node', 'bundler', 'paymaster']

/** All faults that act on a step, but for those that need a process or a chain of their own. */
export function faultsOf(step: Step, control: { close(): void; giveUp(): void }): Fault[] {
  const { service, name, effect } = step
  const both = (how: string, fault: FaultName, fail: () => unknown, more: Partial<Fault> = {}) => [
    { fault, how: `${how} before`, answer: fail, ...more },
    // of what changes nothing, a lost answer is the same as none
    ...(effect ? [{ fault, how: `${how} after`, answer: afterwards(fail), ...more }] : []),
  ]
  const close = () => {
    control.close()
    return never
  }
  const faults: Fault[] = both('closed', 'tab closed', close, { ends: true })
  if (network.includes(service)) {
    faults.push(...both('cut', 'network cut', cut))
    faults.push({ fault: 'network cut', how: 'cut from then on', onward: true, answer: cut })
    const fault = service === 'node' ? 'RPC error' : 'bundler error'
    for (const [how, fail] of answers) faults.push(...both(how, fault, fail))
  }
  if (service === 'storage') faults.push(...both('fails', 'storage error', storageFails))
  if (service === 'wallet') {
    faults.push(...both('fails', 'wallet rejects', refuse(-32603, 'The device is locked.')))
    if (name.startsWith('wallet personal_sign'))
      faults.push(
        { fault: 'wallet rejects', how: '4001', answer: refuse(4001, 'User rejected.') },
        {
          fault: 'wallet rejects',
          how: 'never answers, given up',
          answer() {
            control.giveUp()
            return never
          },
        },
        {
          fault: 'wallet rejects',
          how: 'another account signs',
          answer: () => stranger.signMessage({ message: 'anything' }),
        },
        { fault: 'wallet rejects', how: 'garbage', answer: () => ({ signature: 'none' }) },
      )
  }
  return faults
}
