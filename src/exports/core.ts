// Without React: actions for backends, bots and agents, and what they are made of

export type { PaymasterOptions } from '../account/createPaymasterClient.ts'
export type { PaymasterType } from '../account/paymasterInterfaces.ts'
export type { ChangeProgress } from '../actions/changeRoot.ts'
export { createSessionStorageClient } from '../actions/createSessionStorageClient.ts'
export {
  type EnableSessionModulesParameters,
  enableSessionModules,
} from '../actions/enableSessionModules.ts'
export { findSession } from '../actions/findSession.ts'
export { type GetSessionParameters, getSession } from '../actions/getSession.ts'
export { getSessions } from '../actions/getSessions.ts'
export { type GetSmartAccountParameters, getSmartAccount } from '../actions/getSmartAccount.ts'
export { getTokenMetadata, type TokenMetadata } from '../actions/getTokenMetadata.ts'
export { type GrantSessionParameters, grantSession } from '../actions/grantSession.ts'
export { narrowGrant } from '../actions/narrowGrant.ts'
export { type PrepareGrantParameters, prepareGrant } from '../actions/prepareGrant.ts'
export { reconcileSessions, type SyncState } from '../actions/reconcileSessions.ts'
export { type RenewSessionParameters, renewSession } from '../actions/renewSession.ts'
export {
  type RevokeAllSessionsParameters,
  revokeAllSessions,
} from '../actions/revokeAllSessions.ts'
export { type RevokeSessionsParameters, revokeSessions } from '../actions/revokeSessions.ts'
export {
  type OwnerSendProgress,
  type SendOwnerTransactionParameters,
  sendOwnerTransaction,
} from '../actions/sendOwnerTransaction.ts'
export {
  type SendProgress,
  type SendSessionTransactionParameters,
  type SendSessionTransactionReturnType,
  sendSessionTransaction,
} from '../actions/sendSessionTransaction.ts'
export {
  type SessionLimitSuggestion,
  type SuggestSessionLimitsParameters,
  suggestSessionLimits,
} from '../actions/suggestSessionLimits.ts'
export { type WatchSessionsParameters, watchSessions } from '../actions/watchSessions.ts'
export {
  type CreateSessionConfigParameters,
  createSessionConfig,
  type SessionConfig,
} from '../config/createSessionConfig.ts'
export { AbortedError } from '../errors/AbortedError.ts'
export { AmbiguousFunctionError } from '../errors/AmbiguousFunctionError.ts'
export { ApprovalUnavailableError } from '../errors/ApprovalUnavailableError.ts'
export { UnsupportedChainError } from '../errors/accountErrors.ts'
export { ApprovalDisplayError } from '../errors/approvalErrors.ts'
export { BackupError } from '../errors/BackupError.ts'
export { BaseError, type BaseErrorOptions, type ChainEffect } from '../errors/BaseError.ts'
export { BundlerAnswerError } from '../errors/BundlerAnswerError.ts'
export { BundlerBusyError } from '../errors/BundlerBusyError.ts'
export { BundlerDeniedError } from '../errors/BundlerDeniedError.ts'
export { BundlerNotConfiguredError } from '../errors/BundlerNotConfiguredError.ts'
export { BundlerTimeoutError } from '../errors/BundlerTimeoutError.ts'
export { BundlerUnreachableError } from '../errors/BundlerUnreachableError.ts'
export { CallNotAllowedError } from '../errors/CallNotAllowedError.ts'
export { ChainMismatchError } from '../errors/ChainMismatchError.ts'
export { ChainUnreachableError } from '../errors/ChainUnreachableError.ts'
export { ChangeInFlightError } from '../errors/ChangeInFlightError.ts'
export { ChangeTakenBackError } from '../errors/ChangeTakenBackError.ts'
export { ClientNotConfiguredError } from '../errors/ClientNotConfiguredError.ts'
export { ContractOwnerError } from '../errors/ContractOwnerError.ts'
export { ChunkLoadError } from '../errors/chunkErrors.ts'
export { DynamicArgumentError } from '../errors/DynamicArgumentError.ts'
export { ForeignDatabaseError } from '../errors/databaseErrors.ts'
export { EmptyPolicyError } from '../errors/EmptyPolicyError.ts'
export { EscalationError } from '../errors/EscalationError.ts'
export { ForeignTreeError } from '../errors/ForeignTreeError.ts'
export { InsufficientFundsError } from '../errors/InsufficientFundsError.ts'
export { InvalidAddressError } from '../errors/InvalidAddressError.ts'
export { InvalidArgumentValueError } from '../errors/InvalidArgumentValueError.ts'
export { InvalidIntervalError } from '../errors/InvalidIntervalError.ts'
export { InvalidLimitError } from '../errors/InvalidLimitError.ts'
export { InvalidParameterError } from '../errors/InvalidParameterError.ts'
export { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
export { KeyIntegrityError } from '../errors/KeyIntegrityError.ts'
export { KeyUnavailableError } from '../errors/KeyUnavailableError.ts'
export { LegacyDataError } from '../errors/LegacyDataError.ts'
export { InvalidLeafError, ModuleWithoutCodeError } from '../errors/leafErrors.ts'
export { MissingExpiryError } from '../errors/MissingExpiryError.ts'
export { AccountUpgradedError, BatchNotEnabledError } from '../errors/moduleErrors.ts'
export { NoLiveSessionError } from '../errors/NoLiveSessionError.ts'
export { NonPayableValueError } from '../errors/NonPayableValueError.ts'
export { NotRecordedError } from '../errors/NotRecordedError.ts'
export { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
export { PaymasterRefusedError } from '../errors/PaymasterRefusedError.ts'
export { PolicyWidenedError } from '../errors/PolicyWidenedError.ts'
export { ProviderNotFoundError } from '../errors/ProviderNotFoundError.ts'
export { MalformedInputError, PolicyJsonError } from '../errors/policyInputErrors.ts'
export { RequiredPermissionError } from '../errors/RequiredPermissionError.ts'
export { RevocationNotProvenError } from '../errors/RevocationNotProvenError.ts'
export { RootMismatchError } from '../errors/RootMismatchError.ts'
export { SearchParameterError } from '../errors/SearchParameterError.ts'
export { SessionNotFoundError } from '../errors/SessionNotFoundError.ts'
export { SessionNotUsableError } from '../errors/SessionNotUsableError.ts'
export { SessionStateError } from '../errors/SessionStateError.ts'
export { SessionStorageClientError } from '../errors/SessionStorageClientError.ts'
export { SessionTransitionError } from '../errors/SessionTransitionError.ts'
export { SignerNotFoundError } from '../errors/SignerNotFoundError.ts'
export { StatusClaimError } from '../errors/StatusClaimError.ts'
export {
  StorageConflictError,
  type StorageConflictErrorParameters,
} from '../errors/StorageConflictError.ts'
export { StorageCorruptError } from '../errors/StorageCorruptError.ts'
export { StorageInputError } from '../errors/StorageInputError.ts'
export { StorageQuotaError } from '../errors/StorageQuotaError.ts'
export { StorageUnavailableError } from '../errors/StorageUnavailableError.ts'
export { StorageValueError } from '../errors/StorageValueError.ts'
export {
  StorageVersionError,
  type StorageVersionErrorParameters,
} from '../errors/StorageVersionError.ts'
export {
  BundlerInterfaceError,
  FeeFloorError,
  PaymasterInterfaceError,
} from '../errors/serviceErrors.ts'
export { UnexpectedError } from '../errors/UnexpectedError.ts'
export { UnknownArgumentError } from '../errors/UnknownArgumentError.ts'
export { UnknownFunctionError } from '../errors/UnknownFunctionError.ts'
export { UnknownRootError } from '../errors/UnknownRootError.ts'
export { UnsupportedComparisonError } from '../errors/UnsupportedComparisonError.ts'
export { UserOperationDroppedError } from '../errors/UserOperationDroppedError.ts'
export { UserOperationNonceError } from '../errors/UserOperationNonceError.ts'
export { UserOperationRejectedError } from '../errors/UserOperationRejectedError.ts'
export { UserOperationRevertedError } from '../errors/UserOperationRevertedError.ts'
export { UserOperationTimeoutError } from '../errors/UserOperationTimeoutError.ts'
export { UserOperationUnderpricedError } from '../errors/UserOperationUnderpricedError.ts'
export { UserRejectedError } from '../errors/UserRejectedError.ts'
export { VaultSecretError } from '../errors/VaultSecretError.ts'
export { WalletError, type WalletFailure } from '../errors/WalletError.ts'
export { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
export { createMerkleTree, type MerkleTree } from '../merkle/createMerkleTree.ts'
export { emptyRoot } from '../merkle/emptyRoot.ts'
export { hashLeaf } from '../merkle/hashLeaf.ts'
export { verifyMerkleProof } from '../merkle/verifyMerkleProof.ts'
export { above } from '../policies/above.ts'
export { assertNarrower } from '../policies/assertNarrower.ts'
export {
  type AssertNoEscalationParameters,
  assertNoEscalation,
} from '../policies/assertNoEscalation.ts'
export { atLeast } from '../policies/atLeast.ts'
export { atMost } from '../policies/atMost.ts'
export { below } from '../policies/below.ts'
export {
  type CheckedSession,
  type CheckPolicyOptions,
  checkPolicy,
} from '../policies/checkPolicy.ts'
export { type CompilePolicyParameters, compilePolicy } from '../policies/compilePolicy.ts'
export { type ContractCallParameters, contractCall } from '../policies/contractCall.ts'
export { decodeLeaf } from '../policies/decodeLeaf.ts'
export {
  definePermissionModule,
  type PermissionBuilder,
} from '../policies/definePermissionModule.ts'
export { type DefinePolicyParameters, definePolicy } from '../policies/definePolicy.ts'
export { describeAsJson } from '../policies/describeAsJson.ts'
export { type DescribeAsTextOptions, describeAsText } from '../policies/describeAsText.ts'
export { type DescribeLeafOptions, describeLeaf } from '../policies/describeLeaf.ts'
export { diffPolicies, type GrantedLeaves } from '../policies/diffPolicies.ts'
export { encodePermission } from '../policies/encodePermission.ts'
export { equals } from '../policies/equals.ts'
export { erc20ModuleTransfer } from '../policies/erc20ModuleTransfer.ts'
export { type Erc20TransferParameters, erc20Transfer } from '../policies/erc20Transfer.ts'
export {
  type CallEvaluation,
  type EvaluateCallOptions,
  evaluateCall,
} from '../policies/evaluateCall.ts'
export { type FindIntentParameters, findIntent } from '../policies/findIntent.ts'
export {
  type FindRisksContext,
  findRisks,
  type Risk,
  type RiskSeverity,
} from '../policies/findRisks.ts'
export { isNarrower } from '../policies/isNarrower.ts'
export {
  type CallMatch,
  type LeafCandidate,
  type MatchCallsOptions,
  matchCalls,
} from '../policies/matchCalls.ts'
export type { NamedArgument } from '../policies/NamedArgument.ts'
export { narrowPolicy, type PermissionLimits, type PolicyEdit } from '../policies/narrowPolicy.ts'
export { neededPermission } from '../policies/neededPermission.ts'
export { not } from '../policies/not.ts'
export type { PolicyCheck, PolicyRefusal } from '../policies/PolicyCheck.ts'
export type {
  PermissionChange,
  PolicyChange,
  PolicyDiff,
  WordChange,
} from '../policies/PolicyDiff.ts'
export { policyDigest } from '../policies/policyDigest.ts'
export { policyFromJson } from '../policies/policyFromJson.ts'
export { policyOf } from '../policies/policyOf.ts'
export { policyToJson } from '../policies/policyToJson.ts'
export {
  type DescriptorFiles,
  type DescriptorSkipReason,
  type IntentDescriptor,
  type ReadDescriptor,
  type ReadDescriptorsReturnType,
  readDescriptors,
  type SkippedDescriptor,
} from '../policies/readDescriptors.ts'
export { resolveInterval } from '../policies/resolveInterval.ts'
export { satisfies } from '../policies/satisfies.ts'
export { type SelectorCallParameters, selectorCall } from '../policies/selectorCall.ts'
export {
  type LimitSuggestion,
  type PermissionUse,
  suggestLimits,
} from '../policies/suggestLimits.ts'
export { type TransferDescription, transferOf } from '../policies/transferOf.ts'
export type { AnyCall, CallOrCalls, Calls, FunctionCall } from '../types/Calls.ts'
export type { Json } from '../types/Json.ts'
export type { KeyContext, KeyVault, WrappedKey } from '../types/KeyVault.ts'
export type { CheckedCall, PermissionModule } from '../types/PermissionModule.ts'
export type {
  ArgumentRule,
  Call,
  ContractCallPermission,
  Erc20TransferPermission,
  Permission,
  Policy,
  PolicyExpiry,
  RuleCondition,
} from '../types/Policy.ts'
export type {
  GrantDraft,
  GrantKey,
  KeptSession,
  PreparedGrant,
  ReplacedSession,
} from '../types/PreparedGrant.ts'
export type { RefusedCall } from '../types/RefusedCall.ts'
export type {
  AccountScope,
  PartialAccountScope,
  Session,
  SessionPermission,
} from '../types/Session.ts'
export type { Interval, SessionLeaf } from '../types/SessionLeaf.ts'
export type { SessionMessage, SessionState } from '../types/SessionState.ts'
export type { InactiveReason, SessionStatus, StoredSessionStatus } from '../types/SessionStatus.ts'
export type {
  SessionLeafNode,
  SessionSearchParam,
  SessionSigner,
  SessionStorageClient,
  SignerData,
} from '../types/SessionStorageClient.ts'
export type { SmartAccount } from '../types/SmartAccount.ts'
export type {
  IfRevision,
  RecordAddress,
  RecordKind,
  RecordPrefix,
  Revision,
  SessionStorageDriver,
  StorageListOptions,
  StorageOperation,
  StoragePage,
  StorageSupport,
  StoredRecord,
  UnreadableRecord,
} from '../types/Storage.ts'
export type { UserOperation, UserOperationReceipt } from '../types/UserOperation.ts'
export { moduleAddresses } from '../utils/moduleAddresses.ts'
