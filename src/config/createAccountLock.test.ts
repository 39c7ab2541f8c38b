import { describe, expect, test } from 'vitest'
import { createAccountLock } from './createAccountLock.ts'

const scope = { chainId: 1, account: `0x${'ab'.repeat(20)}` } as const

describe('createAccountLock', () => {
  test('runs one task of an account at a time, in the order in which they asked', async () => {
    const lock = createAccountLock()
    const log: string[] = []
    const task = (name: string) => async () => {
      log.push(`${name} begins`)
      await Promise.resolve()
      log.push(`${name} ends`)
      return name
    }
    const results = await Promise.all(['a', 'b', 'c'].map((it) => lock.run(scope, task(it))))
    expect(results).toEqual(['a', 'b', 'c'])
    expect(log).toEqual(['a', 'b', 'c'].flatMap((it) => [`${it} begins`, `${it} ends`]))
  })

  test('a task that fails lets the next one run', async () => {
    const lock = createAccountLock()
    const failing = lock.run(scope, () => Promise.reject(new Error('no')))
    const next = lock.run(scope, () => Promise.resolve('done'))
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('done')
    expect(await lock.tryRun(scope, async () => 1)).toEqual({ ran: true, result: 1 })
  })

  test('tryRun does not wait, and finds an account however its address is written', async () => {
    const lock = createAccountLock()
    let finish: () => void = () => undefined
    const running = lock.run(
      scope,
      () =>
        new Promise<void>((resolve) => {
          finish = resolve
        }),
    )
    const account = `0x${'AB'.repeat(20)}` as const
    expect(await lock.tryRun({ ...scope, account }, async () => 1)).toEqual({ ran: false })
    expect(await lock.tryRun({ ...scope, chainId: 2 }, async () => 1)).toEqual({
      ran: true,
      result: 1,
    })
    finish()
    await running
    expect(await lock.tryRun(scope, async () => 1)).toEqual({ ran: true, result: 1 })
  })
})
