/** A row of the table: what a contract reverted with, what that means, and what to do. */
export interface ContractFailure {
  /** The text of a `require`, or the signature of a custom error. */
  revert: string
  meaning: string
  fix: string
  /** Other contracts have errors of this name too: it means this only when validation says it. */
  isCommonName?: true
}

const newSession = 'Ask for a new session.'
const grantFirst = 'Grant a session first: that enables it.'
const callsOnly = 'Only calls can be sent with a session key.'
const signAgain = 'Sign again with the wallet of the owner.'
const notByKit = 'The kit sends no such call; see what else manages the account.'
const callAccount = 'Leave calls of the account itself to its owner.'
const paymasterOwner = 'Whoever runs the paymaster has to look into it.'

/**
 * What Biconomy's Smart Account V2, its modules, factory and paymaster revert with.
 * @see https://github.com/bcnmy/scw-contracts
 */
export const contractFailures: readonly ContractFailure[] = [
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
  // EcdsaOwnershipRegistryModule, and the signatures of all of them
  {
    revert: 'ECDSA: invalid signature length',
    meaning: 'the signature has not 65 bytes',
    fix: 'Sign with a key of its own: contract wallets cannot sign for these modules.',
    isCommonName: true,
  },
  {
    revert: "ECDSA: invalid signature 's' value",
    meaning: 'the signature is in a form that contracts do not accept (a high s)',
    fix: signAgain,
    isCommonName: true,
  },
  {
    revert: 'ECDSA: invalid signature',
    meaning: 'the bytes of the signature are none of any key',
    fix: signAgain,
    isCommonName: true,
  },
  {
    revert: 'NoOwnerRegisteredForSmartAccount(address)',
    meaning: 'the account has no owner in the ECDSA module',
    fix: 'Use an account that was made with the ECDSA module.',
  },
  {
    revert: 'AlreadyInitedForSmartAccount(address)',
    meaning: 'the account has an owner in the ECDSA module already',
    fix: notByKit,
  },
  {
    revert: 'WrongSignatureLength()',
    meaning: 'the signature of the owner is shorter than 65 bytes',
    fix: signAgain,
    isCommonName: true,
  },
  {
    revert: 'NotEOA(address)',
    meaning: 'the owner is a contract, and the ECDSA module takes none',
    fix: 'Use an owner with a key of its own.',
    isCommonName: true,
  },
  {
    revert: 'ZeroAddressNotAllowedAsOwner()',
    meaning: 'the owner would be the zero address',
    fix: 'Give the address of an owner.',
  },
  // SmartAccount
  {
    revert: 'WrongValidationModule(address)',
    meaning: 'the module that the signature names is not enabled on the account',
    fix: grantFirst,
  },
  {
    revert: 'ModuleNotEnabled(address)',
    meaning: 'the module is not enabled on the account',
    fix: grantFirst,
  },
  {
    revert: 'ModuleAlreadyEnabled(address)',
    meaning: 'the module is enabled on the account already',
    fix: 'Send it again: what is enabled is read anew.',
  },
  {
    revert: 'ModuleCannotBeZeroOrSentinel(address)',
    meaning: 'the module would be the zero address or the end of the list',
    fix: notByKit,
  },
  {
    revert: 'ModuleAndPrevModuleMismatch(address,address,address)',
    meaning: 'the list of modules changed meanwhile',
    fix: 'Send it again.',
  },
  {
    revert: 'ModulesAlreadyInitialized()',
    meaning: 'the modules of the account are set up already',
    fix: notByKit,
  },
  {
    revert: 'ModulesSetupExecutionFailed()',
    meaning: 'the first module of the account could not be set up',
    fix: 'Check the owner: it must have a key of its own.',
  },
  {
    revert: 'Wrong Module Setup Address',
    meaning: 'the account would be set up without a module',
    fix: notByKit,
  },
  {
    revert: 'AlreadyInitialized()',
    meaning: 'the account is set up already',
    fix: notByKit,
    isCommonName: true,
  },
  {
    revert: 'WrongBatchProvided(uint256,uint256,uint256,uint256)',
    meaning: 'the parts of the batch differ in length',
    fix: 'Give every call an address, a value and data.',
  },
  {
    revert: 'CallerIsNotAnEntryPoint(address)',
    meaning: 'the account obeys its entry point alone',
    fix: callAccount,
  },
  {
    revert: 'CallerIsNotEntryPoint(address)',
    meaning: 'the account obeys its entry point alone',
    fix: callAccount,
  },
  {
    revert: 'CallerIsNotEntryPointOrSelf(address)',
    meaning: 'the account obeys its entry point and itself alone',
    fix: callAccount,
  },
  {
    revert: 'CallerIsNotEntryPointOrOwner(address)',
    meaning: 'the account obeys its entry point and its owner alone',
    fix: callAccount,
  },
  {
    revert: 'CallerIsNotOwner(address)',
    meaning: 'the account obeys its owner alone',
    fix: callAccount,
    isCommonName: true,
  },
  {
    revert: 'CallerIsNotSelf(address)',
    meaning: 'the account obeys itself alone',
    fix: callAccount,
    isCommonName: true,
  },
  {
    revert: 'MixedAuthFail(address)',
    meaning: 'the caller is neither the owner nor the account itself',
    fix: callAccount,
    isCommonName: true,
  },
  {
    revert: 'DelegateCallsOnly()',
    meaning: 'the implementation of the account was called and not the account',
    fix: 'Call the smart account.',
    isCommonName: true,
  },
  {
    revert: 'HandlerCannotBeZero()',
    meaning: 'the callback handler would be none',
    fix: notByKit,
    isCommonName: true,
  },
  {
    revert: 'InvalidImplementation(address)',
    meaning: 'the new implementation of the account is no contract',
    fix: notByKit,
    isCommonName: true,
  },
  {
    revert: 'BaseImplementationCannotBeZero()',
    meaning: 'the implementation of the account would be none',
    fix: notByKit,
    isCommonName: true,
  },
  {
    revert: 'EntryPointCannotBeZero()',
    meaning: 'the entry point would be none',
    fix: notByKit,
    isCommonName: true,
  },
  {
    revert: 'OwnerCannotBeZero()',
    meaning: 'the owner would be the zero address',
    fix: notByKit,
    isCommonName: true,
  },
  {
    revert: 'OwnerCanNotBeSelf()',
    meaning: 'the account would own itself',
    fix: notByKit,
    isCommonName: true,
  },
  {
    revert: 'OwnerProvidedIsSame()',
    meaning: 'the owner is that one already',
    fix: notByKit,
    isCommonName: true,
  },
  {
    revert: 'TransferToZeroAddressAttempt()',
    meaning: 'it would send native token to the zero address',
    fix: 'Give an address to send to.',
    isCommonName: true,
  },
  {
    revert: 'WrongContractSignatureFormat(uint256,uint256,uint256)',
    meaning: 'the signature of a contract has another form',
    fix: signAgain,
    isCommonName: true,
  },
  {
    revert: 'WrongContractSignature(bytes)',
    meaning: 'a contract did not accept the signature as its own',
    fix: signAgain,
    isCommonName: true,
  },
  // SmartAccountFactory
  {
    revert: 'ProxyDeploymentFailed(address,uint256)',
    meaning: 'the factory could not deploy the account',
    fix: 'Raise verificationGasLimit, or see whether it is deployed already.',
  },
  {
    revert: 'Create2 call failed',
    meaning: 'the factory could not deploy the account: it is there already, or gas ran out',
    fix: 'Build the operation again.',
    isCommonName: true,
  },
  // VerifyingSingletonPaymaster
  {
    revert: 'InsufficientBalance(uint256,uint256)',
    meaning: "the app's balance at the paymaster is too low",
    fix: 'Refill the gas tank of the app at the paymaster.',
    isCommonName: true,
  },
  {
    revert: 'InvalidPaymasterSignatureLength(uint256)',
    meaning: "the paymaster's signature has not 65 bytes",
    fix: 'Check the paymaster of this chain.',
    isCommonName: true,
  },
  {
    revert: 'PaymasterIdCannotBeZero()',
    meaning: 'the app has no account at the paymaster',
    fix: paymasterOwner,
    isCommonName: true,
  },
  {
    revert: 'VerifyingSignerCannotBeZero()',
    meaning: 'the paymaster has no signer',
    fix: paymasterOwner,
    isCommonName: true,
  },
  {
    revert: 'DepositCanNotBeZero()',
    meaning: 'the deposit is zero',
    fix: paymasterOwner,
    isCommonName: true,
  },
  {
    revert: 'CanNotWithdrawToZeroAddress()',
    meaning: 'the deposit would go to the zero address',
    fix: paymasterOwner,
    isCommonName: true,
  },
]
