import { createClient } from 'redis'
import type { SessionStorage } from '../../../src/storage/state/SessionStorage.ts'
import type { SessionState } from '../../../src/types/SessionState.ts'

// From here on as in the documentation of session storage, word for word; the formatter's alone
// are line breaks, quotes and semicolons.
export class RedisSessionStorage implements SessionStorage {
  private client: ReturnType<typeof createClient>
  private prefix: string

  constructor(redisUrl: string, prefix = 'session:') {
    this.client = createClient({ url: redisUrl })
    this.prefix = prefix
  }

  async save(state: SessionState): Promise<void> {
    await this.client.set(this.prefix + state.id, JSON.stringify(state))
  }

  async load(sessionId: string): Promise<SessionState | undefined> {
    const data = await this.client.get(this.prefix + sessionId)
    return data ? JSON.parse(data) : undefined
  }

  async delete(sessionId: string): Promise<void> {
    await this.client.del(this.prefix + sessionId)
  }

  async list(): Promise<string[]> {
    // biome-ignore lint/style/useTemplate: as documented
    const keys = await this.client.keys(this.prefix + '*')
    return keys.map((k) => k.slice(this.prefix.length))
  }
}
