import { render, waitFor } from '@testing-library/react'
import { zeroAddress, zeroHash } from 'viem'
import { afterEach, describe, expect, test, vi } from 'vitest'
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

/** Its numbers and dates are elements of their own, which a search by text does not put together. */
const sentence = (container: Element) => container.querySelector('[data-slot=session-expiry]')

describe('SessionExpiry', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('goes by the chain’s clock, as soon as that was seen', async () => {
    const config = createConfig()
    // this machine is five hours ahead
    const chainTime = Math.floor(Date.now() / 1000) - 5 * 3600
    const session = { ...scope, validAfter: 0, validUntil: chainTime + 2 * 3600 + 60 }
    const { container } = render(
      <KitProviders>
        <SessionContext value={config}>
          <SessionExpiry session={session} />
        </SessionContext>
      </KitProviders>,
    )
    await waitFor(() => expect(sentence(container)).toHaveTextContent(/^Ended/))
    expect(sentence(container)).toBeVisible()
    config.views.set(scope, {
      root: zeroHash,
      blockNumber: 1n,
      blockTime: chainTime,
      chainTime,
      ...enabledModules,
    })
    await waitFor(() => expect(sentence(container)).toHaveTextContent(/^Ends in 2 hours/))
    expect(sentence(container)).toBeVisible()
  })

  test('follows the clock', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    const validUntil = Math.floor(Date.now() / 1000) + 60
    const { container } = render(
      <KitProviders>
        <SessionExpiry session={{ validAfter: 0, validUntil }} />
      </KitProviders>,
    )
    // `waitFor` goes by the interval that stands still here
    await expect.poll(() => sentence(container)).toHaveTextContent(/^Ends in/)
    expect(sentence(container)).toBeVisible()
    vi.advanceTimersByTime(80_000)
    await expect.poll(() => sentence(container)).toHaveTextContent(/^Ended/)
    expect(sentence(container)).toBeVisible()
  })
})
