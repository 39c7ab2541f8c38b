/** What an error of the entry point, a module or a bundler means, and what to do. */
export interface UserOperationErrorMeaning {
  code?: string | undefined
  reason?: string | undefined
  meaning: string
  fix: string
  /** Whether it named a cause that is in the tables. */
  known: boolean
}

type Entry = readonly [meaning: string, fix: string]

/**
 * The entry point's codes.
 * @see https://github.com/eth-infinitism/account-abstraction (EntryPoint v0.6)
 */
const entryPointCodes: Record<string, Entry> = {
  AA10: [
    'the account exists already, but the operation deploys it',
    'Build the operation again; the account was deployed meanwhile.',
  ],
  AA13: [
    'deploying the account failed or ran out of gas',
    'Check the owner and the factory, or raise verificationGasLimit.',
  ],
  AA14: [
    'the factory deployed another address than the sender',
    'The account was derived for another owner, index or factory.',
  ],
  AA15: ['the factory did not deploy the account', 'Check that the factory exists on this chain.'],
  AA20: [
    'the account is not deployed, and the operation does not deploy it',
    'Grant a session first: that deploys the account.',
  ],
  AA21: ['the account cannot pay for the gas', 'Fund the smart account, or configure a paymaster.'],
  AA22: [
    'the session is expired, or not valid yet, by the clock of the chain',
    'Ask for a new session.',
  ],
  AA23: [
    'the account refused to validate it',
    'See the reason; the session may be revoked or the call outside its policy.',
  ],
  AA24: [
    'the signature is not valid',
    'The session key, or the owner, is not the one that was granted.',
  ],
  AA25: ['the nonce was used already', 'Another operation took its place; send again.'],
  AA26: [
    'validation needs more gas than its limit',
    'Estimate again, or raise verificationGasLimit.',
  ],
  AA30: ['the paymaster is not deployed', 'Check the paymaster of this chain.'],
  AA31: ["the paymaster's deposit is too low", 'Refill the paymaster, or leave it out.'],
  AA32: ["the paymaster's approval is expired, or not valid yet", 'Ask the paymaster again.'],
  AA33: [
    'the paymaster refused to validate it',
    'See the reason, and the policies of the paymaster.',
  ],
  AA34: [
    "the paymaster's signature is not valid",
    'The operation was changed after it was sponsored; build it again.',
  ],
  AA36: ["the paymaster's validation needs more gas than its limit", 'Raise verificationGasLimit.'],
  AA40: ['validation went over its gas limit', 'Raise verificationGasLimit.'],
  AA41: ['validation was given too little gas', 'Raise verificationGasLimit.'],
  AA50: ['the paymaster failed after the calls', 'See the paymaster.'],
  AA51: ['the gas cost more than was paid in advance', 'Estimate again.'],
}

/** The reverts of Biconomy's session modules, in the order in which they check. */
const moduleReverts: Record<string, Entry> = {
  SessionNotApproved: [
    'the session is not in the root on the chain: it was revoked, or never granted',
    'Ask for a new session.',
  ],
  'SR Invalid SKM': [
    'the session key manager is not enabled on the account',
    'Grant a session first: that enables it.',
  ],
  'SR Invalid Session': [
    'the session key is not the one that was granted',
    'Ask for a new session.',
  ],
  'ABISV Not Execute Selector': [
    'the account was asked for something else than to execute a call',
    'Only calls can be sent with a session key.',
  ],
  'ABISV Destination Forbidden': [
    'the contract is not the one that the policy allows',
    'Ask for a permission for this contract.',
  ],
  'ABISV Selector Forbidden': [
    'the function is not the one that the policy allows',
    'Ask for a permission for this function.',
  ],
  'ABISV Permitted Value Exceeded': [
    'it carries more of the native token than the policy allows',
    'Send less, or ask for a higher limit.',
  ],
  'ABISV Arg Rule Violated': [
    'an argument is outside the policy',
    "Keep to the policy's rules, or ask for wider ones.",
  ],
  'ERC20SV Invalid Token': [
    'the token is not the one that the policy allows',
    'Ask for a permission for this token.',
  ],
  'ERC20SV Invalid Selector': [
    'an ERC-20 permission allows a single call, or a batch through the router, and nothing else',
    'Only calls can be sent with a session key.',
  ],
  'ERC20SV Wrong Token': [
    'the token is not the one that the policy allows',
    'Ask for a permission for this token.',
  ],
  'ERC20SV Wrong Recipient': [
    'the recipient is not the one that the policy allows',
    'Ask for a permission for this recipient.',
  ],
  'ERC20SV Max Amount Exceeded': [
    'the amount is above what the policy allows for a call',
    'Send less, or ask for a higher limit.',
  ],
  'ERC20SV Non Zero Value': [
    'it carries native token, which an ERC-20 permission never allows',
    'Send without value.',
  ],
  'ERC20SV Invalid SessionKey': [
    'the session key is not the one that was granted',
    'Ask for a new session.',
  ],
}

/** JSON-RPC codes of ERC-7769 (the bundler's interface), for answers that name no AA code. */
const rpcCodes: Record<number, Entry> = {
  [-32500]: ['the account refused to validate it', 'See the details.'],
  [-32501]: ['the paymaster refused to validate it', 'See the details.'],
  [-32502]: ['validation used an opcode that bundlers forbid', 'See the details.'],
  [-32503]: ['it expires too soon to be mined', 'Ask for a session that lasts longer.'],
  [-32504]: ['the paymaster is throttled or banned', 'Try later, or another paymaster.'],
  [-32505]: ['the stake of the paymaster or factory is too low', 'Try another paymaster.'],
  [-32506]: ['the signature aggregator is not supported', 'See the details.'],
  [-32507]: [
    'the signature is not valid',
    'The session key, or the owner, is not the one that was granted.',
  ],
  [-32521]: ['the calls would revert', 'See the details for what the called contract said.'],
  [-32601]: ['it does not know the method', 'Use a bundler for ERC-4337 with EntryPoint v0.6.'],
  [-32602]: ['it could not read the operation', 'Use a bundler for EntryPoint v0.6.'],
}

const callsRevert = -32521

/** Finds the cause in what a bundler said. A local table: no text is looked up over the network. */
export function describeUserOperationError(error: {
  code?: number | undefined
  message: string
}): UserOperationErrorMeaning {
  const code = /\bAA[1-5][0-9]\b/.exec(error.message)?.[0]
  const reason = Object.keys(moduleReverts).find((text) => error.message.includes(text))
  const entry =
    (reason ? moduleReverts[reason] : undefined) ??
    (code ? entryPointCodes[code] : undefined) ??
    (error.code === undefined ? undefined : rpcCodes[error.code])
  const [what, fix] = entry ?? ['it gave no reason that is known', 'See the details.']
  const said = error.code === callsRevert ? /reason:\s*(\S.*)$/.exec(error.message)?.[1] : undefined
  const meaning = said && !said.startsWith('0x') ? `${what}: ${said}` : what
  return { code, reason, meaning, fix, known: entry !== undefined }
}
