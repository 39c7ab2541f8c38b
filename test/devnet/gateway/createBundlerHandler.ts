import type { Hex } from 'viem'
import { callAlto } from './callAlto.ts'
import { getGasPrice } from './getGasPrice.ts'
import type { JsonRpcHandler } from './JsonRpcHandler.ts'

/** Biconomy's names for the states that Alto reports. */
const states: Record<string, string> = {
  not_submitted: 'PENDING',
  submitted: 'SUBMITTED',
  included: 'CONFIRMED',
  reverted: 'FAILED',
  failed: 'FAILED',
  rejected: 'DROPPED_FROM_MEMPOOL',
}

/** Alto, with what Biconomy's bundler has and Alto lacks. */
export function createBundlerHandler(bundlerRpcUrl: string): JsonRpcHandler {
  return async (method, params) => {
    switch (method) {
      case 'biconomy_getGasFeeValues':
        return getGasPrice(bundlerRpcUrl)

      case 'biconomy_getUserOperationStatus': {
        const [{ status, transactionHash }, userOperationReceipt] = await Promise.all([
          callAlto<{ status: string; transactionHash: Hex | null }>(
            bundlerRpcUrl,
            'pimlico_getUserOperationStatus',
            params,
          ),
          callAlto<object | null>(bundlerRpcUrl, 'eth_getUserOperationReceipt', params),
        ])
        return {
          state: userOperationReceipt ? 'CONFIRMED' : (states[status] ?? 'NOT_FOUND'),
          ...(transactionHash && { transactionHash }),
          ...(userOperationReceipt && { userOperationReceipt }),
        }
      }

      case 'eth_estimateUserOperationGas': {
        const [gasLimits, fees] = await Promise.all([
          callAlto<object>(bundlerRpcUrl, method, params),
          getGasPrice(bundlerRpcUrl),
        ])
        return { ...gasLimits, ...fees }
      }

      case 'eth_sendUserOperation':
        // The SDK's third parameter, the type of simulation, is Biconomy's own.
        return callAlto(bundlerRpcUrl, method, params.slice(0, 2))

      default:
        return callAlto(bundlerRpcUrl, method, params)
    }
  }
}
