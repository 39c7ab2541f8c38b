import { formatGwei } from 'viem'

/** What an operation pays, and what the chain asks for, wei. */
export interface UnpaidFees {
  maxFeePerGas: bigint
  baseFeePerGas: bigint
}

/** Says that the base fee rose above what an operation pays. */
export function describeFees({ maxFeePerGas, baseFeePerGas }: UnpaidFees): string {
  return `It pays ${formatGwei(maxFeePerGas)} gwei at most, and the base fee is ${formatGwei(baseFeePerGas)} gwei: nobody can mine it until that falls.`
}
