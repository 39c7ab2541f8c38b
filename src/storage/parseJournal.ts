import { isHash } from 'viem'
import type { SessionMessage, SessionState } from '../types/SessionState.ts'
import { isSessionState } from './state/isSessionState.ts'

/**
 * A session's document as it was stored, or nothing when it is none. Storage is not believed:
 * entries that are none are left out, and so is what a transaction says of the chain in another
 * form than that of the chain.
 */
export function parseJournal(value: unknown): SessionState | undefined {
  if (!isSessionState(value)) return undefined
  return { ...value, messages: value.messages.flatMap((it: unknown) => parseMessage(it) ?? []) }
}

/** The fields of a transaction that are read as numbers, or sent to a node. */
const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  userOpHash: isText(isHash),
  blockHash: isText(isHash),
  nonce: isText((it) => /^0x[0-9a-f]{1,64}$/i.test(it)),
  // as far as a node reads a block's number
  fromBlock: isText((it) => /^0x[0-9a-f]{1,13}$/i.test(it)),
  blockNumber: isText((it) => /^0x[0-9a-f]{1,13}$/i.test(it)),
}

function parseMessage(value: unknown): SessionMessage | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const { type, at } = value as Partial<SessionMessage>
  if (typeof type !== 'string' || (at !== undefined && !Number.isFinite(at))) return undefined
  // what the dapp writes is its own
  if (type !== 'transaction') return value as SessionMessage
  return Object.fromEntries(
    Object.entries(value).filter(([name, field]) => checks[name]?.(field) ?? true),
  ) as SessionMessage
}

function isText(check: (text: string) => boolean): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && check(value)
}
