import { type Address, isAddress, isHex } from 'viem'
import type { Json } from '../types/Json.ts'
import type { Call } from '../types/Policy.ts'
import type { AccountScope } from '../types/Session.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { parseJournal } from './parseJournal.ts'

export interface JournalCalls {
  /** What was sent, and was not seen to revert. */
  calls: readonly Call[]
  /**
   * Where calls went of which the journal does not hold the whole; `undefined` among them where not
   * even that is known.
   */
  incomplete: readonly (Address | undefined)[]
}

/** The calls that a session sent, by its journal in this storage. */
export async function readJournalCalls(
  storage: SessionStorageDriver,
  session: AccountScope & { id: string },
): Promise<JournalCalls> {
  const { chainId, account, id } = session
  const record = await storage.get({ chainId, account, kind: 'state', id })
  const messages = parseJournal(record?.value)?.messages ?? []
  const calls: Call[] = []
  const incomplete: (Address | undefined)[] = []
  for (const { type, status, calls: sent } of messages) {
    if (type !== 'transaction' || status === 'reverted') continue
    for (const entry of Array.isArray(sent) ? sent : [null]) {
      const call = toCall(entry)
      if (call && 'data' in call) calls.push(call)
      else incomplete.push(call?.to)
    }
  }
  return { calls, incomplete }
}

/** The journal is the dapp's to write, too: nothing is taken for granted. */
function toCall(entry: Json): Call | { to: Address } | undefined {
  if (entry === null || typeof entry !== 'object' || !('to' in entry)) return undefined
  const { to, data = '0x', value = '0', selector } = entry
  if (typeof to !== 'string' || !isAddress(to, { strict: false })) return undefined
  const isWhole =
    selector === undefined && isHex(data) && typeof value === 'string' && /^\d{1,78}$/.test(value)
  return isWhole ? { to, data, value: BigInt(value) } : { to }
}
