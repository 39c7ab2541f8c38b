import type { ContractFailure } from './ContractFailure.ts'

const newSession = 'Ask for a new session.'
const grantFirst = 'Grant a session first: that enables it.'
const callsOnly = 'Only calls can be sent with a session key.'

/** What the modules that validate sessions revert with. */
export const sessionModuleFailures: readonly ContractFailure[] = [
  // SessionKeyManager and BatchedSessionRouter
  {
    revert: 'SessionNotApproved',
    meaning: 'the session is not in the root on the chain: it was revoked, or never granted',
    fix: newSession,
  },
  {
    revert: 'SR Invalid SKM',
    meaning: 'the session key manager is not enabled on the account',
    fix: grantFirst,
  },
  {
    revert: 'SR Invalid Selector',
    meaning: 'the batch router was asked for something else than a batch of calls',
    fix: callsOnly,
  },
  {
    revert: 'SR Invalid Session',
    meaning: 'the session key is not the one that was granted',
    fix: newSession,
  },
  {
    revert: 'Lengths mismatch',
    meaning: 'the batch has more calls than permissions, or fewer',
    fix: 'Give one permission for each call.',
    isCommonName: true,
  },
  // ABISessionValidationModule
  {
    revert: 'ABISV Not Execute Selector',
    meaning: 'the account was asked for something else than to execute a call',
    fix: callsOnly,
  },
  {
    revert: 'ABISV Destination Forbidden',
    meaning: 'the contract is not the one that the policy allows',
    fix: 'Ask for a permission for this contract.',
  },
  {
    revert: 'ABISV Selector Forbidden',
    meaning: 'the function is not the one that the policy allows',
    fix: 'Ask for a permission for this function.',
  },
  {
    revert: 'ABISV Permitted Value Exceeded',
    meaning: 'it carries more of the native token than the policy allows',
    fix: 'Send less, or ask for a higher limit.',
  },
  {
    revert: 'ABISV Arg Rule Violated',
    meaning: 'an argument is outside the policy',
    fix: "Keep to the policy's rules, or ask for wider ones.",
  },
  // ERC20SessionValidationModule
  {
    revert: 'ERC20SV Invalid Token',
    meaning: 'the token is not the one that the policy allows',
    fix: 'Ask for a permission for this token.',
  },
  {
    revert: 'ERC20SV Wrong Token',
    meaning: 'the token is not the one that the policy allows',
    fix: 'Ask for a permission for this token.',
  },
  {
    revert: 'ERC20SV Invalid Selector',
    meaning:
      'an ERC-20 permission allows a single call, or a batch through the router, and nothing else',
    fix: callsOnly,
  },
  {
    revert: 'ERC20SV Wrong Recipient',
    meaning: 'the recipient is not the one that the policy allows',
    fix: 'Ask for a permission for this recipient.',
  },
  {
    revert: 'ERC20SV Max Amount Exceeded',
    meaning: 'the amount is above what the policy allows for a call',
    fix: 'Send less, or ask for a higher limit.',
  },
  {
    revert: 'ERC20SV Non Zero Value',
    meaning: 'it carries native token, which an ERC-20 permission never allows',
    fix: 'Send without value.',
  },
  {
    revert: 'ERC20SV Invalid SessionKey',
    meaning: 'the session key is not the one that was granted',
    fix: newSession,
  },
]
