import type { Abi, Hex } from 'viem'

/** What of a compiled contract the devnet needs. */
export type ContractArtifact = { abi: Abi; bytecode: Hex }
