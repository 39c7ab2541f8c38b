// storage for Node: what `grantkit/storage` has not
export { type FileParameters, file } from '../storage/drivers/file.ts'
export type {
  RedisClient,
  RedisConnection,
  RedisSubscriber,
} from '../storage/drivers/redis/RedisClient.ts'
export { type RedisParameters, redis } from '../storage/drivers/redis.ts'
export type { SqliteDatabase, SqliteStatement } from '../storage/drivers/sqlite/SqliteDatabase.ts'
export { type SqliteParameters, sqlite } from '../storage/drivers/sqlite.ts'
export { legacyFiles } from '../storage/legacy/legacyFiles.ts'
export {
  SessionFileStorage,
  type SessionFileStorageOptions,
} from '../storage/legacy/SessionFileStorage.ts'
export {
  createNodeSessionStorage as createSessionStorage,
  type NodeSessionStorageOptions,
} from '../storage/state/createNodeSessionStorage.ts'
export { FileSessionStorage } from '../storage/state/FileSessionStorage.ts'
