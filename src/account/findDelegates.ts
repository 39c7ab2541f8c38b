import { type Address, type Hex, hexToBytes, toHex } from 'viem'

const [PUSH1, PUSH20, PUSH32, GAS, CALLCODE, DELEGATECALL] = [0x60, 0x73, 0x7f, 0x5a, 0xf2, 0xf4]

/**
 * The contracts that runtime code delegates to by a fixed address: a minimal proxy (ERC-1167, also
 * with the shorter push for addresses that begin with zeros, and its later kin) or an account
 * that is delegated (EIP-7702). An empty list when it delegates to what its storage or its caller
 * says, and nothing when it runs no code but its own.
 */
export function findDelegates(code: Hex): readonly Address[] | undefined {
  const bytes = hexToBytes(code)
  if (code.startsWith('0xef0100')) return [toHex(bytes.slice(3, 23))]
  const found: Address[] = []
  let delegates = false
  for (let at = 0; at < bytes.length; ) {
    const op = bytes[at] ?? 0
    if (op === DELEGATECALL || op === CALLCODE) delegates = true
    const size = op >= PUSH1 && op <= PUSH32 ? op - PUSH1 + 1 : 0
    const end = at + 1 + size
    if (size && op <= PUSH20 && bytes[end] === GAS && bytes[end + 1] === DELEGATECALL)
      found.push(
        `0x${toHex(bytes.slice(at + 1, end))
          .slice(2)
          .padStart(40, '0')}`,
      )
    at = end
  }
  return delegates ? found : undefined
}
