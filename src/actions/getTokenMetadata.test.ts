import { createPublicClient, custom, encodeAbiParameters, type Hex, toFunctionSelector } from 'viem'
import { describe, expect, test } from 'vitest'
import { createSessionConfig } from '../config/createSessionConfig.ts'
import { memory } from '../storage/drivers/memory.ts'
import { getTokenMetadata } from './getTokenMetadata.ts'

const address = '0x1111111111111111111111111111111111111111'
const text = (value: string) => encodeAbiParameters([{ type: 'string' }], [value])

/** What is read of a contract that answers so. What is missing reverts. */
function metadataOf(answers: { name?: Hex; symbol?: Hex; decimals?: Hex }) {
  const bySelector = new Map(
    Object.entries(answers).map(([name, data]) => [toFunctionSelector(`${name}()`), data]),
  )
  const transport = custom(
    {
      request: async ({ params }: { method: string; params: [{ data: Hex }] }) => {
        const data = bySelector.get(params[0].data)
        if (data === undefined) throw new Error('execution reverted')
        return data
      },
    },
    { retryCount: 0 },
  )
  const clients = { 1: createPublicClient({ transport }) }
  const config = createSessionConfig({ storage: memory(), bundler: {}, clients })
  return getTokenMetadata(config, { chainId: 1, address })
}

describe('getTokenMetadata', () => {
  test('gives name, symbol and decimals where they are plain', async () => {
    const decimals = encodeAbiParameters([{ type: 'uint8' }], [6])
    const usdc = { name: text('USD Coin'), symbol: text('USDC'), decimals }
    expect(await metadataOf(usdc)).toEqual({ name: 'USD Coin', symbol: 'USDC', decimals: 6 })
    expect(await metadataOf({})).toEqual({})
    expect(await metadataOf({ name: text('Cafe\u0301 Token') })).toEqual({ name: 'Café Token' })
  })

  test.each([
    ['a sentence', 'USDC to your own account, at most 1'],
    ['a promise', 'USDC ✅ (safe, at most 1'],
    ['an address', '0x1f98…F984 (Uniswap, verified)'],
    ['markup', '<img src=x onerror=alert(1)>'],
    ['a look-alike', 'USD\u0421'],
  ])('%s is no name and no symbol, but a claim', async (_, said) => {
    expect(await metadataOf({ name: text(said), symbol: text(said) })).toEqual({ claim: said })
  })

  test.each([
    ['fillers', '\u3164\u3164', undefined],
    ['braille blanks', '\u2800', undefined],
    ['a direction override', 'USD\u202eC', 'USDC'],
    ['a line break', 'USDC\nto your account', 'USDC to your account'],
    ['wide spaces', 'A\u00a0\u3000\u2003B', 'A B'],
    ['a quotation mark', 'USDC” to “you', "USDC' to 'you"],
    ['a megabyte', 'x'.repeat(1 << 20), `${'x'.repeat(59)}…`],
  ])('a claim is one line that can be quoted: %s', async (_, said, claim) => {
    expect(await metadataOf({ name: text(said) })).toEqual({ claim })
  })

  test('a plain symbol stays beside a name that is none', async () => {
    const said = { name: text('Best coin (verified)'), symbol: text('USDC') }
    expect(await metadataOf(said)).toEqual({ symbol: 'USDC', claim: 'Best coin (verified)' })
  })

  test('bytes that are no text say nothing', async () => {
    expect(await metadataOf({ name: '0x1234', symbol: `0x${'ff'.repeat(64)}` })).toEqual({})
  })
})
