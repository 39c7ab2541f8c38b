// React: the provider and the hooks, and what a dapp needs beside them
export {
  type CreateSessionConfigParameters,
  createSessionConfig,
  type SessionConfig,
} from '../config/createSessionConfig.ts'
export type { ApprovalState } from '../hooks/approvalReducer.ts'
export {
  type UseBatchSessionParameters,
  type UseBatchSessionReturnType,
  useBatchSession,
} from '../hooks/useBatchSession.ts'
export {
  type GrantSessionErrorType,
  type UseGrantSessionParameters,
  type UseGrantSessionReturnType,
  type UseGrantSessionVariables,
  useGrantSession,
} from '../hooks/useGrantSession.ts'
export type { PolicySessionStatus } from '../hooks/usePolicySession.ts'
export {
  type RevokeSessionsErrorType,
  type UseRevokeSessionsParameters,
  type UseRevokeSessionsReturnType,
  type UseRevokeSessionsVariables,
  useRevokeSessions,
} from '../hooks/useRevokeSessions.ts'
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
export { contractCall } from '../policies/contractCall.ts'
export { definePolicy } from '../policies/definePolicy.ts'
export { equals } from '../policies/equals.ts'
export { erc20Transfer } from '../policies/erc20Transfer.ts'
export { not } from '../policies/not.ts'
export { getSessionsQueryOptions } from '../query/getSessionsQueryOptions.ts'
export { getSmartAccountQueryOptions } from '../query/getSmartAccountQueryOptions.ts'
export { getTokenMetadataQueryOptions } from '../query/getTokenMetadataQueryOptions.ts'
export { queryKeys } from '../query/queryKeys.ts'
export { SessionProvider, type SessionProviderProps } from '../react/SessionProvider.tsx'
export type {
  Call,
  ContractCallPermission,
  Erc20TransferPermission,
  Permission,
  Policy,
} from '../types/Policy.ts'
export type { AccountScope, Session, SessionPermission } from '../types/Session.ts'
export type { InactiveReason, SessionStatus } from '../types/SessionStatus.ts'
export type { SmartAccount } from '../types/SmartAccount.ts'
