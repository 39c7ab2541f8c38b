// the server side of remote storage
export { createStorageHandler } from '../storage/server/createStorageHandler.ts'
export type { StorageServerParameters } from '../storage/server/StorageServerParameters.ts'
export { toNodeListener } from '../storage/server/toNodeListener.ts'
