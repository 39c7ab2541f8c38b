import type { FailureRow } from './FailureRow.ts'

const raiseLimit = 'Estimate again, or raise verificationGasLimit.'

/**
 * What the entry point reverts with, by its code.
 * @see https://github.com/eth-infinitism/account-abstraction (EntryPoint v0.6; AA26 and AA36 of v0.7)
 */
export const entryPointFailures: Readonly<Record<string, FailureRow>> = {
  AA10: {
    meaning: 'the account was deployed meanwhile, by another tab, device or process',
    fix: 'Try again: the account is there now.',
    kind: 'deployment',
  },
  AA13: {
    meaning: 'deploying the account failed or ran out of gas',
    fix: 'Check the owner and the factory, or raise verificationGasLimit.',
  },
  AA14: {
    meaning: 'the factory deployed another address than the sender',
    fix: 'The account was derived for another owner, index or factory.',
  },
  AA15: {
    meaning: 'the factory did not deploy the account',
    fix: 'Check that the factory exists on this chain.',
  },
  AA20: {
    meaning: 'the account is not deployed, and the operation does not deploy it',
    fix: 'Grant a session first: that deploys the account.',
  },
  AA21: {
    meaning: 'the account cannot pay for the gas',
    fix: 'Fund the smart account, or configure a paymaster.',
    kind: 'funds',
  },
  AA22: {
    meaning: 'the session is expired, or not valid yet, by the clock of the chain',
    fix: 'Ask for a new session.',
  },
  AA23: {
    meaning: 'the account refused to validate it, or its gas limit was too low for that',
    fix: 'See the details; the session may be revoked, the call outside its policy, or verificationGasLimit too low.',
  },
  AA24: {
    meaning: 'the signature is not valid',
    fix: 'The session key, or the owner, is not the one that was granted.',
  },
  AA25: {
    meaning: 'the nonce was used already, or is not the next one',
    fix: 'Another operation took its place. See what became of that, and send again.',
    kind: 'nonce',
  },
  AA26: { meaning: 'validation needs more gas than its limit', fix: raiseLimit },
  AA30: {
    meaning: 'the paymaster is not deployed',
    fix: 'Check the paymaster of this chain.',
    kind: 'paymaster',
  },
  AA31: {
    meaning: "the paymaster's deposit is too low",
    fix: "Refill the paymaster's deposit at the entry point, or leave it out.",
    kind: 'paymaster',
  },
  AA32: {
    meaning: "the paymaster's approval is expired, or not valid yet",
    fix: 'Ask the paymaster again.',
    kind: 'paymaster',
  },
  AA33: {
    meaning: 'its contract refused to validate the operation, or ran out of gas',
    fix: 'See the details, and the policies of the paymaster.',
    kind: 'paymaster',
  },
  AA34: {
    meaning: "the paymaster's signature is not valid",
    fix: 'The operation was changed after it was sponsored, or the paymaster signs with another key; build it again.',
    kind: 'paymaster',
  },
  AA36: {
    meaning: "the paymaster's validation needs more gas than its limit",
    fix: raiseLimit,
    kind: 'paymaster',
  },
  AA40: { meaning: 'validation went over its gas limit', fix: raiseLimit },
  AA41: { meaning: 'validation was given too little gas', fix: raiseLimit },
  AA50: {
    meaning: 'the paymaster failed after the calls',
    fix: 'See the details; the account may not have what the paymaster takes for the gas.',
    kind: 'paymaster',
  },
  AA51: {
    meaning: 'the gas cost more than was paid in advance',
    fix: 'Estimate again; the gas limits were too low.',
  },
  AA90: {
    meaning: 'the bundler named no address to be paid at',
    fix: 'Use another bundler; this is a fault of its own.',
  },
  AA91: {
    meaning: 'the bundler could not be paid',
    fix: 'Use another bundler; this is a fault of its own.',
  },
  AA92: {
    meaning: 'a function of the entry point was called that is its own',
    fix: 'Leave the entry point out of the calls.',
  },
  AA93: {
    meaning: 'the paymaster data is shorter than an address',
    fix: 'Check the paymaster of this chain.',
    kind: 'paymaster',
  },
  AA94: {
    meaning: 'a gas limit or fee is larger than the entry point can count',
    fix: 'Estimate again; one of the gas values is far too high.',
  },
  AA95: {
    meaning: 'the bundle ran out of gas',
    fix: 'Send it again; the bundler put too much into one transaction, or the limits are too high.',
  },
  AA96: {
    meaning: 'the signature aggregator is not valid',
    fix: 'Use an account without an aggregator, as the smart accounts of this kit are.',
  },
}
