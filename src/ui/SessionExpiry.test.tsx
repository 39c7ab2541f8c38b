import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderToString } from 'react-dom/server'
import { http } from 'viem'
import { polygonAmoy } from 'viem/chains'
import { describe, expect, test } from 'vitest'
import { createConfig, WagmiProvider } from 'wagmi'
import { SessionExpiry, type SessionExpiryProps } from './SessionExpiry.tsx'

const wagmi = createConfig({
  chains: [polygonAmoy],
  transports: { [polygonAmoy.id]: http('http://localhost:1') },
})

function textOf(props: SessionExpiryProps): string {
  const html = renderToString(
    <WagmiProvider config={wagmi}>
      <QueryClientProvider client={new QueryClient()}>
        <SessionExpiry {...props} />
      </QueryClientProvider>
    </WagmiProvider>,
  )
  return html.replace(/<[^>]*>/g, '')
}
const ending = (validUntil: number) => textOf({ session: { validAfter: 0, validUntil } })

describe('SessionExpiry', () => {
  test('shows the last second that a Date holds, and what is beyond as what it is', () => {
    expect(ending(8_640_000_000_000)).toMatch(/^Ends in .*275760/)
    expect(ending(8_640_000_000_001)).toBe('Never ends, in practice')
    expect(ending(2 ** 48 - 1)).toBe('Never ends, in practice')
    expect(ending(0)).toBe('No end')
  })

  test.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    undefined as never,
    '5' as never,
    null as never,
  ])('does not throw for %j, which is no time', (validUntil) => {
    expect(ending(validUntil)).toBe('End not known')
  })

  test('a start beyond every Date is shown as its second', () => {
    const session = { validAfter: 2 ** 48 - 1, validUntil: 0 }
    expect(textOf({ session })).toMatch(/^Starts in .*\(281,474,976,710,655\)$/)
  })

  test('a locale that is none is taken for English', () => {
    expect(textOf({ session: { validAfter: 0, validUntil: 1 }, locale: 'en_US' })).toMatch(/^Ended/)
  })
})
