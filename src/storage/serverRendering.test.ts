import { readdir } from 'node:fs/promises'
import { afterEach, describe, expect, test } from 'vitest'

const browserGlobals = [
  'window',
  'document',
  'navigator',
  'indexedDB',
  'localStorage',
  'sessionStorage',
  'BroadcastChannel',
  'crypto',
]

describe('on a server', () => {
  const before = new Map<string, PropertyDescriptor | undefined>()

  afterEach(() => {
    for (const [name, descriptor] of before)
      if (descriptor) Object.defineProperty(globalThis, name, descriptor)
      else Reflect.deleteProperty(globalThis, name)
    before.clear()
  })

  test('importing and configuring storage touches no browser global', async () => {
    // These look at `crypto` themselves, before anything of ours runs.
    await import('viem')
    await import('viem/accounts')
    await import('idb')
    const files = (await readdir(new URL('./', import.meta.url), { recursive: true })).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'),
    )
    const touched: string[] = []
    for (const name of browserGlobals) {
      before.set(name, Object.getOwnPropertyDescriptor(globalThis, name))
      Object.defineProperty(globalThis, name, {
        configurable: true,
        get() {
          touched.push(name)
          return undefined
        },
      })
    }
    const modules: Record<string, unknown>[] = await Promise.all(
      files.map((file) => import(/* @vite-ignore */ `./${file}`)),
    )
    const exported = Object.assign({}, ...modules) as Record<
      string,
      (parameters?: unknown) => unknown
    >
    const made = [
      exported.memory?.(),
      exported.localStorage?.(),
      exported.indexedDb?.(),
      exported.remote?.({ url: 'https://storage.example.com', token: 'token' }),
      exported.layered?.({ authority: exported.memory?.(), cache: exported.indexedDb?.() }),
      exported.encrypted?.({ storage: exported.indexedDb?.(), secret: new Uint8Array(32) }),
      exported.deviceVault?.(),
      exported.passkeyVault?.(),
      exported.passwordVault?.(),
      exported.secretVault?.({ secret: '00'.repeat(32) }),
      exported.dangerouslyPlaintextVault?.(),
    ]
    expect(made.every((thing) => typeof thing === 'object')).toBe(true)
    expect(touched).toEqual([])
  })
})
