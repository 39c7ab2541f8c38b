import { type Address, parseAbi } from 'viem'
import { readContract } from 'viem/actions'
import type { SessionConfig } from '../config/createSessionConfig.ts'

const metadataAbi = parseAbi([
  'function name() view returns (string)',
  'function symbol() view returns (string)',
  'function decimals() view returns (uint8)',
])

/** What a contract says of itself. What it does not answer is missing, and never assumed. */
export interface TokenMetadata {
  name?: string | undefined
  symbol?: string | undefined
  decimals?: number | undefined
}

/** More than this is not a name but an attempt to fill the screen. */
const longestText = 40

/**
 * Reads the name, symbol and decimals of a contract, where it has them (ERC-20, ERC-721).
 *
 * @example
 * const { symbol, decimals } = await getTokenMetadata(config, { chainId, address: usdc })
 */
export async function getTokenMetadata(
  config: SessionConfig,
  { chainId, address }: { chainId: number; address: Address },
): Promise<TokenMetadata> {
  const client = config.getClient(chainId)
  const read = (functionName: 'name' | 'symbol' | 'decimals') =>
    readContract(client, { address, abi: metadataAbi, functionName }).catch(() => undefined)
  const [name, symbol, decimals] = await Promise.all([
    read('name'),
    read('symbol'),
    read('decimals'),
  ])
  return {
    name: readText(name),
    symbol: readText(symbol),
    decimals: typeof decimals === 'number' && decimals <= 77 ? decimals : undefined,
  }
}

/** A contract may call itself anything, control characters and all: those never reach the screen. */
function readText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim()
  return text && text.length <= longestText ? text : undefined
}
