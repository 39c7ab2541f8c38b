import { zeroAddress, zeroHash } from 'viem'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { KitProviders } from '../../stories/fixtures/KitProviders.tsx'
import { enabledModules } from '../../test/harness/enabledModules.ts'
import { createSessionConfig } from '../config/createSessionConfig.ts'
import { SessionContext } from '../react/SessionContext.ts'
import { memory } from '../storage/drivers/memory.ts'
import { dangerouslyPlaintextVault } from '../storage/vaults/dangerouslyPlaintextVault.ts'
import { SessionExpiry } from './SessionExpiry.tsx'

const scope = { chainId: 137, account: zeroAddress } as const

function createConfig() {
  return createSessionConfig({
    storage: memory(),
    vault: dangerouslyPlaintextVault(),
    bundler: {},
    clients: {},
  })
}

describe('SessionExpiry', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('goes by the chain’s clock, as soon as that was seen', async () => {
    const config = createConfig()
    // this machine is five hours ahead
    const chainTime = Math.floor(Date.now() / 1000) - 5 * 3600
    const session = { ...scope, validAfter: 0, validUntil: chainTime + 2 * 3600 + 60 }
    const screen = await render(
      <KitProviders>
        <SessionContext value={config}>
          <SessionExpiry session={session} />
        </SessionContext>
      </KitProviders>,
    )
    await expect.element(screen.getByText(/^Ended/)).toBeVisible()
    config.views.set(scope, {
      root: zeroHash,
      blockNumber: 1n,
      blockTime: chainTime,
      chainTime,
      ...enabledModules,
    })
    await expect.element(screen.getByText(/^Ends in 2 hours/)).toBeVisible()
  })

  test('follows the clock', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    const validUntil = Math.floor(Date.now() / 1000) + 60
    const screen = await render(
      <KitProviders>
        <SessionExpiry session={{ validAfter: 0, validUntil }} />
      </KitProviders>,
    )
    await expect.element(screen.getByText(/^Ends in/)).toBeVisible()
    vi.advanceTimersByTime(80_000)
    await expect.element(screen.getByText(/^Ended/)).toBeVisible()
  })
})
