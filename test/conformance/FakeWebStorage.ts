import type { WebStorage } from '../../src/storage/drivers/localStorage.ts'

/**
 * A web storage for Node that can be made to fail. Several may share one map, as the pages of an
 * origin do.
 */
export class FakeWebStorage implements WebStorage {
  readonly items: Map<string, string>
  /** Called before each write; throws to make it fail. */
  beforeWrite: (key: string) => void = () => {}

  constructor(items: Map<string, string> = new Map()) {
    this.items = items
  }

  get length(): number {
    return this.items.size
  }

  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null
  }

  getItem(key: string): string | null {
    return this.items.get(key) ?? null
  }

  setItem(key: string, value: string): void {
    this.beforeWrite(key)
    this.items.set(key, value)
  }

  removeItem(key: string): void {
    this.beforeWrite(key)
    this.items.delete(key)
  }
}
