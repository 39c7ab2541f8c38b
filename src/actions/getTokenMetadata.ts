import { type Address, parseAbi } from 'viem'
import { readContract } from 'viem/actions'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { plainText } from '../policies/plainText.ts'
import { isPlainName, isPlainSymbol } from '../utils/tokenText.ts'

const metadataAbi = parseAbi([
  'function name() view returns (string)',
  'function symbol() view returns (string)',
  'function decimals() view returns (uint8)',
])

/** What a contract says of itself. What it does not answer is missing, and never assumed. */
export interface TokenMetadata {
  /** A short name of plain words. Anybody may take it: quote it in a sentence. */
  name?: string | undefined
  /** What a symbol can be, and nothing else, such as `USDC`. */
  symbol?: string | undefined
  decimals?: number | undefined
  /**
   * What it calls itself, where that is neither: it may be long, blank, look like another name, or
   * read as a sentence of the page's own. Quote it, beside the address, or leave it out.
   */
  claim?: string | undefined
}

// nobody reads more of a name; and before that nobody looks through more of an answer
const longestClaim = 60
const longestText = 1_000

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
  const [called, short] = [composed(name), composed(symbol)]
  const [isName, isSymbol] = [isPlainName(called), isPlainSymbol(short)]
  const claims = [isName ? '' : called, isSymbol ? '' : short]
  return {
    name: isName ? called : undefined,
    symbol: isSymbol ? short : undefined,
    decimals: typeof decimals === 'number' && decimals <= 77 ? decimals : undefined,
    claim: claims.map((text) => plainText(text, longestClaim)).find(Boolean),
  }
}

/** One letter may be written as several characters. A contract may answer with a megabyte. */
function composed(text: string | number | undefined): string | undefined {
  return typeof text === 'string' ? text.slice(0, longestText).normalize('NFC').trim() : undefined
}
