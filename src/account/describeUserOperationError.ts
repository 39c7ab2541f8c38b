import { describeRevert } from '../errors/describeRevert.ts'
import { entryPointFailures } from './entryPointFailures.ts'
import type { FailureKind, FailureRow } from './FailureRow.ts'
import { rpcFailures } from './rpcFailures.ts'
import { spokenFailures } from './spokenFailures.ts'

/** What an error of the entry point, a module or a bundler means, and what to do. */
export interface UserOperationErrorMeaning {
  /** The entry point's code. */
  code?: string | undefined
  /** What a contract reverted with. */
  reason?: string | undefined
  meaning: string
  fix: string
  kind?: FailureKind | undefined
  /** Whether it named a cause that is in the tables. */
  known: boolean
}

const callsRevert = -32521

/** What failed, for a revert with words that are in no table: of a module that the app brought. */
const refusedBy: Readonly<Record<string, string>> = {
  AA23: 'the account refused to validate it',
  AA33: 'its contract refused to validate the operation',
  AA50: 'the paymaster failed after the calls',
}

/**
 * Bundlers that simulate with the entry point learn of two signatures, or two intervals, only that
 * one of them is wrong. Where a paymaster pays, either may be it.
 */
const eitherOf: Readonly<Record<string, FailureRow>> = {
  AA22: {
    code: 'AA22 or AA32',
    meaning:
      "the session, or the paymaster's approval, is expired, not valid yet, or about to expire",
    fix: 'Send it again: the paymaster is asked anew. If that fails too, ask for a new session.',
  },
  AA24: {
    code: 'AA24 or AA34',
    meaning: 'the signature of the key, or that of the paymaster, is not valid',
    fix: 'Send it again: the paymaster is asked anew. If that fails too, the key is not the one that was granted.',
  },
}

/** Before the account is there, only what deploys it as well can have its nonce. */
const deployedElsewhere: FailureRow = {
  meaning:
    'another operation deploys the account, or has deployed it: of another tab, device or process',
  fix: 'Wait until that one is mined, and try again: the account is there then.',
  kind: 'deployment',
}

/** Kinds that bundlers name where they name a code as well, which says less. */
const bundlerKinds: readonly (FailureKind | undefined)[] = ['known', 'fee', 'deployment']

/** Finds the cause in what a bundler said. Local tables: no text is looked up over the network. */
export function describeUserOperationError(error: {
  code?: number | undefined
  message: string
  /** The bytes of the revert, where the answer has them. */
  revertData?: string | undefined
  /** Whether a paymaster pays for it. */
  isSponsored?: boolean | undefined
  /** Whether it deploys the account. */
  isDeployment?: boolean | undefined
}): UserOperationErrorMeaning {
  const { message, isSponsored, isDeployment } = error
  if (error.code === callsRevert) return describeCallsRevert(error)
  const code = /\bAA(?:[1-5]|9)[0-9]\b/.exec(message)?.[0]
  const spoken = spokenFailures.find(({ says }) => says.test(message))
  const isOfBundler = bundlerKinds.includes(spoken?.kind) && !/reverted:/.test(message)
  const { reason, row: reverted } = describeValidationRevert(error, code)
  const found: FailureRow | undefined =
    // of an operation that is there already, or is to replace one, bundlers name a code as well
    (isOfBundler && spoken ? spoken : undefined) ??
    reverted ??
    (code ? entryPointFailures[code] : undefined) ??
    spoken ??
    (error.code === undefined ? undefined : rpcFailures[error.code])
  const other = isSponsored && found?.code ? eitherOf[found.code] : undefined
  const row = isDeployment && found?.kind === 'nonce' ? deployedElsewhere : (other ?? found)
  if (row) {
    const { meaning, fix, kind } = row
    return { code: code ?? row.code, reason, meaning, fix, kind, known: true }
  }
  const meaning = 'it gave no reason that is known'
  return { code, reason, meaning, fix: 'See the details.', known: false }
}

/** What the account, a module or the paymaster said to the entry point. */
function describeValidationRevert(
  error: { code?: number | undefined; message: string; revertData?: string | undefined },
  code: string | undefined,
): { reason?: string | undefined; row?: FailureRow } {
  const { message } = error
  const data = error.revertData ?? /0x[0-9a-f]{8,}/i.exec(message)?.[0]
  const revert = [message, data]
    .map((it) => describeRevert(it, 'validation'))
    .find(({ meaning }) => meaning !== undefined)
  const around = (code ? entryPointFailures[code] : undefined) ?? rpcFailures[error.code ?? 0]
  const kind = around?.kind === 'paymaster' ? { kind: around.kind } : {}
  // whose signature that is, the module's row does not say of a paymaster
  const isOther = around?.kind === 'paymaster' && revert?.reason?.startsWith('ECDSA')
  if (revert?.meaning && revert.fix && !isOther) {
    const { reason, meaning, fix } = revert
    return { reason, row: { meaning, fix, ...kind } }
  }
  const said = /\bAA[0-9]{2} (?:postOp )?reverted: (\S.*)$/.exec(message)?.[1]
  const what = code ? refusedBy[code] : undefined
  if (!said || !what || said.startsWith('0x')) return {}
  return { reason: said, row: { meaning: `${what}: ${said}`, fix: around?.fix ?? '', ...kind } }
}

/** The contract that was called said it: its words count, and not those of the modules. */
function describeCallsRevert(error: {
  message: string
  revertData?: string | undefined
}): UserOperationErrorMeaning {
  const said = error.revertData ?? /reason:\s*(\S.*)$/.exec(error.message)?.[1]
  const { reason, meaning, fix, isUnknownData } = describeRevert(said, 'calls')
  const why = meaning ?? (isUnknownData ? `custom error ${reason?.slice(0, 10)}` : reason)
  const what = rpcFailures[callsRevert]?.meaning ?? ''
  return {
    code: undefined,
    reason: isUnknownData ? undefined : reason,
    meaning: why ? `${what}: ${why}` : what,
    fix: fix ?? adviceOn(isUnknownData, why),
    known: true,
  }
}

function adviceOn(isUnknownData: boolean, why: string | undefined): string {
  if (isUnknownData)
    return 'Read the bytes in the details with the ABI of the contract: decodeErrorResult({ abi, data }).'
  return why
    ? 'See why the called contract refuses.'
    : 'The called contract gave no reason; it may run out of gas, or not be there.'
}
