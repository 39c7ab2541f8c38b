import type { Hex } from 'viem'
import { callAlto } from './callAlto.ts'

type GasPrice = { maxFeePerGas: Hex; maxPriorityFeePerGas: Hex }

/** What the bundler asks for now. */
export async function getGasPrice(bundlerRpcUrl: string) {
  const { fast } = await callAlto<{ fast: GasPrice }>(
    bundlerRpcUrl,
    'pimlico_getUserOperationGasPrice',
    [],
  )
  return fast
}
