import type { ContractFailure } from './ContractFailure.ts'

const grantFirst = 'Grant a session first: that enables it.'
const signAgain = 'Sign again with the wallet of the owner.'
const notByKit = 'The kit sends no such call; see what else manages the account.'
const callAccount = 'Leave calls of the account itself to its owner.'

/** What the account, its factory and its owner's module revert with. */
export const accountFailures: readonly ContractFailure[] = [
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
]
