/** An error as a person needs it: what happened, and what they can do. */
export interface DescribedError {
  what: string
  next: string
  /** For whoever has to look into it. */
  details: string | undefined
  /** Whether a new permission would help. */
  askAgain: boolean
  /** The user said no: nothing went wrong. */
  isDeclined: boolean
}

/** What GrantKit's errors, and viem's, carry beside a message. */
type KnownError = Error & Partial<Record<'shortMessage' | 'status' | 'reason', string>>

const isItRunning = 'Is `npm run demo` still running? Then try again.'
const giveNew = 'Nothing was sent. Give a new permission to go on minting.'

const nextByName: Record<string, string> = {
  UserRejectedError: 'Nothing was granted and nothing was sent. You can ask again at any time.',
  NoLiveSessionError: giveNew,
  CallNotAllowedError: 'Nothing was sent. Ask for a permission that covers it.',
  ChainUnreachableError: isItRunning,
  BundlerUnreachableError: isItRunning,
  ContractFunctionExecutionError: isItRunning,
  HttpRequestError: isItRunning,
  OwnerMismatchError: 'Choose the account that this page is showing in your wallet.',
  ChainMismatchError: 'Switch your wallet to the local devnet and try again.',
  WalletError: 'Unlock your wallet and try again.',
  UnknownRootError:
    'Another device gave permissions for this account. Ask again; the approval says what ends.',
}

const nextByState: Record<string, string> = {
  REVOKED: giveNew,
  EXPIRED: giveNew,
  SessionNotApproved: giveNew,
  PENDING: 'It is still on its way to the chain. Wait a moment and try again.',
  'module-disabled': "Nothing was sent. The account's session module is disabled.",
  'account-upgraded': 'Nothing was sent. The account was upgraded and takes no session keys.',
  'out-of-sync': 'Nothing was sent. The permissions changed meanwhile; give a new one here.',
  'key-unavailable': 'Nothing was sent. Give a new permission on this device.',
}

/** Puts an error of GrantKit, or any other, into words for the user. */
export function describeError(error: unknown): DescribedError {
  const { name, message, shortMessage, status, reason }: KnownError =
    error instanceof Error ? error : new Error(String(error))
  const byState = nextByState[reason ?? status ?? '']
  return {
    what: shortMessage ?? 'That did not work.',
    next: byState ?? nextByName[name] ?? 'Try again in a moment.',
    details: message,
    askAgain:
      (byState !== undefined && status !== 'PENDING') ||
      name === 'NoLiveSessionError' ||
      name === 'CallNotAllowedError',
    isDeclined: name === 'UserRejectedError',
  }
}
