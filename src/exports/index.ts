// React: the provider and the hooks, and what a dapp needs beside them
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
export { StorageConflictError } from '../errors/StorageConflictError.ts'
export { StorageCorruptError } from '../errors/StorageCorruptError.ts'
export { StorageInputError } from '../errors/StorageInputError.ts'
export { StorageQuotaError } from '../errors/StorageQuotaError.ts'
export { StorageUnavailableError } from '../errors/StorageUnavailableError.ts'
export { StorageValueError } from '../errors/StorageValueError.ts'
export { StorageVersionError } from '../errors/StorageVersionError.ts'
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
export type { ApprovalState } from '../hooks/approvalReducer.ts'
export {
  type UseBatchSessionParameters,
  type UseBatchSessionReturnType,
  useBatchSession,
} from '../hooks/useBatchSession.ts'
export {
  type EnableSessionModulesErrorType,
  type UseEnableSessionModulesParameters,
  type UseEnableSessionModulesReturnType,
  type UseEnableSessionModulesVariables,
  useEnableSessionModules,
} from '../hooks/useEnableSessionModules.ts'
export {
  type GrantSessionErrorType,
  type UseGrantSessionParameters,
  type UseGrantSessionReturnType,
  type UseGrantSessionVariables,
  useGrantSession,
} from '../hooks/useGrantSession.ts'
export {
  type UsePolicyCheckParameters,
  type UsePolicyCheckReturnType,
  usePolicyCheck,
} from '../hooks/usePolicyCheck.ts'
export type {
  PolicySendOptions,
  PolicySendReturnType,
  PolicySendVariables,
} from '../hooks/usePolicySend.ts'
export type {
  PolicyRequestOptions,
  PolicyRevokeOptions,
  PolicySendCallOptions,
  PolicySessionMutations,
  PolicySessionStatus,
} from '../hooks/usePolicySession.ts'
export {
  type RenewSessionErrorType,
  type UseRenewSessionParameters,
  type UseRenewSessionReturnType,
  type UseRenewSessionVariables,
  useRenewSession,
} from '../hooks/useRenewSession.ts'
export {
  type RevokeSessionsErrorType,
  type UseRevokeSessionsParameters,
  type UseRevokeSessionsReturnType,
  type UseRevokeSessionsVariables,
  useRevokeSessions,
} from '../hooks/useRevokeSessions.ts'
export {
  type SendOwnerTransactionErrorType,
  type UseSendOwnerTransactionParameters,
  type UseSendOwnerTransactionReturnType,
  type UseSendOwnerTransactionVariables,
  useSendOwnerTransaction,
} from '../hooks/useSendOwnerTransaction.ts'
export {
  type SendSessionTransactionErrorType,
  type UseSendSessionTransactionParameters,
  type UseSendSessionTransactionReturnType,
  type UseSendSessionTransactionVariables,
  useSendSessionTransaction,
} from '../hooks/useSendSessionTransaction.ts'
export {
  type UseSessionParameters,
  type UseSessionReturnType,
  useSession,
} from '../hooks/useSession.ts'
export {
  type UseSessionApprovalParameters,
  type UseSessionApprovalReturnType,
  useSessionApproval,
} from '../hooks/useSessionApproval.ts'
export {
  type UseSessionConfigParameters,
  type UseSessionConfigReturnType,
  useSessionConfig,
} from '../hooks/useSessionConfig.ts'
export {
  type UseSessionKeyParameters,
  type UseSessionKeyReturnType,
  useSessionKey,
} from '../hooks/useSessionKey.ts'
export {
  type SessionsErrorType,
  type UseSessionsParameters,
  type UseSessionsReturnType,
  useSessions,
} from '../hooks/useSessions.ts'
export {
  type SmartAccountErrorType,
  type UseSmartAccountParameters,
  type UseSmartAccountReturnType,
  useSmartAccount,
} from '../hooks/useSmartAccount.ts'
export {
  type UseTokenMetadataParameters,
  type UseTokenMetadataReturnType,
  useTokenMetadata,
} from '../hooks/useTokenMetadata.ts'
export { above } from '../policies/above.ts'
export { atLeast } from '../policies/atLeast.ts'
export { atMost } from '../policies/atMost.ts'
export { below } from '../policies/below.ts'
export {
  type CheckedSession,
  type CheckPolicyOptions,
  checkPolicy,
} from '../policies/checkPolicy.ts'
export { contractCall } from '../policies/contractCall.ts'
export { type DefinePolicyParameters, definePolicy } from '../policies/definePolicy.ts'
export { equals } from '../policies/equals.ts'
export { erc20Transfer } from '../policies/erc20Transfer.ts'
export type { PolicyEdit } from '../policies/narrowPolicy.ts'
export { not } from '../policies/not.ts'
export type { PolicyCheck, PolicyRefusal } from '../policies/PolicyCheck.ts'
export type { DescriptorFiles, IntentDescriptor } from '../policies/readDescriptors.ts'
export { type SelectorCallParameters, selectorCall } from '../policies/selectorCall.ts'
export { enableSessionModulesMutationOptions } from '../query/enableSessionModulesMutationOptions.ts'
export { getSessionsQueryOptions } from '../query/getSessionsQueryOptions.ts'
export { getSmartAccountQueryOptions } from '../query/getSmartAccountQueryOptions.ts'
export { getTokenMetadataQueryOptions } from '../query/getTokenMetadataQueryOptions.ts'
export { grantSessionMutationOptions } from '../query/grantSessionMutationOptions.ts'
export { prepareGrantMutationOptions } from '../query/prepareGrantMutationOptions.ts'
export { queryKeys } from '../query/queryKeys.ts'
export { reconcileSessionsMutationOptions } from '../query/reconcileSessionsMutationOptions.ts'
export { renewSessionMutationOptions } from '../query/renewSessionMutationOptions.ts'
export {
  type RevokeSessionsVariables,
  revokeSessionsMutationOptions,
} from '../query/revokeSessionsMutationOptions.ts'
export { sendOwnerTransactionMutationOptions } from '../query/sendOwnerTransactionMutationOptions.ts'
export { sendSessionTransactionMutationOptions } from '../query/sendSessionTransactionMutationOptions.ts'
export { SessionProvider, type SessionProviderProps } from '../react/SessionProvider.tsx'
export type { AnyCall, CallOrCalls, Calls, FunctionCall } from '../types/Calls.ts'
export type {
  HookCallbacks,
  InferringMutationResult,
  MutateCallbacks,
  MutationOptionsParameters,
  SessionMutationOptions,
} from '../types/HookParameters.ts'
export type { OnUnavailable, UnavailableAction } from '../types/OnUnavailable.ts'
export type {
  Call,
  ContractCallPermission,
  Erc20TransferPermission,
  Permission,
  Policy,
} from '../types/Policy.ts'
export type { KeptSession, PreparedGrant, ReplacedSession } from '../types/PreparedGrant.ts'
export type { RefusedCall } from '../types/RefusedCall.ts'
export type { AccountScope, Session, SessionPermission } from '../types/Session.ts'
export type { InactiveReason, SessionStatus } from '../types/SessionStatus.ts'
export type { SmartAccount } from '../types/SmartAccount.ts'
export type { UnavailableReason } from '../types/UnavailableReason.ts'
export type { UnavailableSession } from '../types/UnavailableSession.ts'
