import type { FailureRow } from './FailureRow.ts'

/** A row for what services say in words of their own. */
export interface SpokenFailure extends FailureRow {
  says: RegExp
}

const askAnew = 'Send it again: the gas price is asked for anew.'
const estimateAgain = 'Estimate again; the gas limits are outside of what the bundler takes.'

/**
 * What Alto (Pimlico), Rundler (Alchemy), Skandha (Etherspot), Voltaire (Candide), Stackup's and
 * Biconomy's bundlers say where they name no code of the entry point. The first that fits counts.
 */
export const spokenFailures: readonly SpokenFailure[] = [
  {
    says: /another deployment operation|conflicting user ?op\w* with initcode/i,
    meaning: 'another operation is deploying the account: of another tab, device or process',
    fix: 'Wait until that one is mined, and try again: the account is there then.',
    kind: 'deployment',
  },
  {
    says: /already known|already in (the )?mempool|(user ?op|operation)\S* already exists/i,
    meaning: 'it has this operation already',
    fix: 'Wait for it to be mined.',
    kind: 'known',
  },
  {
    says: /replacement (transaction |user ?op(eration)? |op )?(is )?underpriced|replacement op must increase|bump the gas price|old and new max/i,
    meaning: 'another operation waits with the same nonce, and to replace it takes 10% more',
    fix: 'Wait for the other one, or send again with higher fees.',
    kind: 'fee',
  },
  {
    says: /max ?(Priority ?)?Fee ?Per ?Gas\b.*(at least|must equal|too low|lower than|less than|below|equal or higher)|(transaction|user ?op\w*) (is )?underpriced|max fee per gas (is )?(less than|too low|below)|(gas price|max priority fee\w*|fee) (is )?too low/i,
    meaning: 'the gas price of the chain, or what the bundler asks for, is higher',
    fix: askAnew,
    kind: 'fee',
  },
  {
    says: /rate.?limit|too many requests|request limit|quota|exceeded .*(capacity|credits)/i,
    meaning: 'a rate limit, or a quota that is used up',
    fix: 'Try again in a while.',
    kind: 'busy',
  },
  {
    says: /api.?key|unauthori[sz]ed|access denied|origin .*not allowed|not allowed .*origin/i,
    meaning: 'the API key, origin or policy of the app is refused',
    fix: 'Check the API key, and which origins and chains it is for.',
    kind: 'denied',
  },
  {
    says: /unknown entry ?point|(unsupported|not supported).*entry ?point|entry ?point.*not supported/i,
    meaning: 'it does not serve EntryPoint v0.6',
    fix: 'Use a bundler for EntryPoint v0.6.',
  },
  {
    says: /paymaster (balance|deposit) (is )?too low/i,
    meaning: "the paymaster's deposit does not cover what waits to be mined",
    fix: "Refill the paymaster's deposit at the entry point, or leave it out.",
    kind: 'paymaster',
    code: 'AA31',
  },
  {
    says: /invalid paymaster signature/i,
    meaning: "the paymaster's signature is not valid",
    fix: 'The operation was changed after it was sponsored; build it again.',
    kind: 'paymaster',
    code: 'AA34',
  },
  {
    says: /sender has no code|sender (is )?not deployed/i,
    meaning: 'the account is not deployed, and the operation does not deploy it',
    fix: 'Grant a session first: that deploys the account.',
    code: 'AA20',
  },
  {
    says: /max operations .*reached for sender|maximum number of (parallel|queued) user operations/i,
    meaning: 'too many operations of the account wait to be mined',
    fix: 'Wait for them, and send again.',
  },
  {
    says: /preVerificationGas.*(not enough|too low|must be|larger than)/i,
    meaning: 'preVerificationGas is too low',
    fix: 'Estimate again; it follows the price of gas.',
  },
  {
    says: /(verificationGasLimit|verification gas|callGasLimit|gas limits?|gas used)\b.*(at least|too (low|high|large)|exceeds?|larger than|greater than|below)/i,
    meaning: 'a gas limit is outside of what it takes',
    fix: estimateAgain,
  },
  {
    says: /out of time range|expires? (too )?(soon|shortly)|not valid yet|expired/i,
    meaning: 'the session is expired, not valid yet, or about to expire, by the clock of the chain',
    fix: 'Ask for a new session.',
    code: 'AA22',
  },
  {
    says: /invalid (account |user ?op\w* )?signature|signature check failed/i,
    meaning: 'the signature is not valid',
    fix: 'The session key, or the owner, is not the one that was granted.',
    code: 'AA24',
  },
]
