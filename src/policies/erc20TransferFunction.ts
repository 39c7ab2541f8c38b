import type { AbiFunction } from 'viem'

/** ERC-20 `transfer`, as in EIP-20. */
export const erc20TransferFunction = Object.freeze({
  type: 'function',
  name: 'transfer',
  stateMutability: 'nonpayable',
  inputs: Object.freeze([
    Object.freeze({ name: 'to', type: 'address' }),
    Object.freeze({ name: 'amount', type: 'uint256' }),
  ]),
  outputs: Object.freeze([Object.freeze({ name: '', type: 'bool' })]),
} as const) satisfies AbiFunction
