/**
 * What `redis` needs of a client: a connected one of `redis` (node-redis 4 or 5) as it is, or any
 * other behind this one function.
 */
export interface RedisClient {
  /** Sends a command with its arguments, and resolves with the reply. */
  sendCommand(parts: string[]): Promise<unknown>
  /** Another connection like it, for hearing of others' writes. */
  duplicate?(): RedisConnection
}

/** A connection that the driver opens and closes itself. */
export interface RedisConnection extends RedisSubscriber {
  connect(): Promise<unknown>
  on(event: 'error', listener: (error: unknown) => void): unknown
  on(event: 'ready', listener: () => void): unknown
  destroy?(): unknown
  disconnect?(): unknown
}

/** A connection in subscriber mode. */
export interface RedisSubscriber {
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>
  unsubscribe(channel: string, listener: (message: string) => void): Promise<unknown>
}
