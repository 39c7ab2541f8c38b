// storage for browsers, and for everywhere else too
export { type EncryptedParameters, encrypted } from '../storage/drivers/encrypted.ts'
export { type IndexedDbParameters, indexedDb } from '../storage/drivers/indexedDb.ts'
export {
  type LocalStorageParameters,
  localStorage,
  type WebStorage,
} from '../storage/drivers/localStorage.ts'
export { MemoryStore } from '../storage/drivers/MemoryStore.ts'
export { type MemoryParameters, memory } from '../storage/drivers/memory.ts'
export type { CustomSessionStorage } from '../storage/external/CustomSessionStorage.ts'
export {
  type FromSessionStorageClientParameters,
  fromSessionStorageClient,
  type SessionStorageClientSource,
} from '../storage/external/fromSessionStorageClient.ts'
export {
  type ImportedSessions,
  type ImportLegacySessionsParameters,
  importLegacySessions,
} from '../storage/legacy/importLegacySessions.ts'
export type { LegacySource } from '../storage/legacy/LegacySource.ts'
export { legacyLocalStorage } from '../storage/legacy/legacyLocalStorage.ts'
export { type LayeredParameters, layered } from '../storage/remote/layered.ts'
export { type RemoteParameters, remote } from '../storage/remote/remote.ts'
export {
  type RemoteSignIn,
  type SignInToRemoteParameters,
  type SignOutOfRemoteParameters,
  signInToRemote,
  signOutOfRemote,
} from '../storage/remote/signInToRemote.ts'
export {
  type CleanupSessionsParameters,
  cleanupSessions,
} from '../storage/state/cleanupSessions.ts'
export { type CreateSessionParameters, createSession } from '../storage/state/createSession.ts'
export {
  createSessionStorage,
  type SessionStorageOptions,
  type SessionStorageScope,
} from '../storage/state/createSessionStorage.ts'
export {
  DriverSessionStorage,
  type DriverSessionStorageParameters,
} from '../storage/state/DriverSessionStorage.ts'
export { forkSession } from '../storage/state/forkSession.ts'
export { MemorySessionStorage } from '../storage/state/MemorySessionStorage.ts'
export { resumeSession } from '../storage/state/resumeSession.ts'
export type { SessionHandle } from '../storage/state/SessionHandle.ts'
export type { SessionStorage } from '../storage/state/SessionStorage.ts'
export { setDefaultStorage } from '../storage/state/setDefaultStorage.ts'
export {
  type ExportBackupParameters,
  exportBackup,
} from '../storage/vaults/backup/exportBackup.ts'
export {
  type ImportBackupParameters,
  importBackup,
} from '../storage/vaults/backup/importBackup.ts'
export { dangerouslyPlaintextVault } from '../storage/vaults/dangerouslyPlaintextVault.ts'
export { type DeviceVaultParameters, deviceVault } from '../storage/vaults/deviceVault.ts'
export type { LockableVault } from '../storage/vaults/LockableVault.ts'
export {
  type PasskeyVault,
  type PasskeyVaultParameters,
  passkeyVault,
} from '../storage/vaults/passkeyVault.ts'
export {
  type PasswordVault,
  type PasswordVaultParameters,
  passwordVault,
} from '../storage/vaults/passwordVault.ts'
export { type RotateKeysParameters, rotateKeys } from '../storage/vaults/rotateKeys.ts'
export {
  type SecretVaultParameters,
  secretVault,
  type VaultSecret,
} from '../storage/vaults/secretVault.ts'
export type { ExternalSessions } from '../types/ExternalSessions.ts'
export type { KeyContext, KeyVault, WrappedKey } from '../types/KeyVault.ts'
export type { SessionMessage, SessionState } from '../types/SessionState.ts'
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
