import {
  type Address,
  createPublicClient,
  type Hex,
  http,
  isAddress,
  isAddressEqual,
  isHex,
  numberToHex,
} from 'viem'
import { canonicalAddresses } from '../canonicalAddresses.ts'
import { callAlto } from './callAlto.ts'
import { getGasPrice } from './getGasPrice.ts'
import { JsonRpcError } from './JsonRpcError.ts'
import type { JsonRpcHandler } from './JsonRpcHandler.ts'
import { signSponsorship } from './signSponsorship.ts'
import type { UserOperation } from './UserOperation.ts'

const { entryPoint } = canonicalAddresses

type CreatePaymasterHandlerParameters = {
  chainId: number
  rpcUrl: string
  bundlerRpcUrl: string
  paymaster: Address
}

/** A paymaster that sponsors everything: Biconomy's method, and ERC-7677's for entry point 0.6. */
export function createPaymasterHandler({
  chainId,
  rpcUrl,
  bundlerRpcUrl,
  paymaster,
}: CreatePaymasterHandlerParameters): JsonRpcHandler {
  const client = createPublicClient({ transport: http(rpcUrl) })

  async function sponsor(userOperation: UserOperation, seconds = 3600) {
    // The time of the next block, and not of this machine: a test may have moved the chain's.
    const { timestamp } = await client.getBlock({ blockTag: 'pending' })
    const validUntil = Number(timestamp) + seconds
    return signSponsorship({ chainId, paymaster, userOperation, validUntil })
  }

  return async (method, params) => {
    switch (method) {
      case 'pm_sponsorUserOperation': {
        const context = (params[1] ?? {}) as Record<string, unknown>
        if (context.mode !== 'SPONSORED') {
          throw new JsonRpcError(-32602, 'Only the mode SPONSORED is supported.')
        }
        const given = params[0] as object
        const priced = parseUserOperation({ ...(await getGasPrice(bundlerRpcUrl)), ...given })
        const userOperation =
          context.calculateGasLimits === false ? priced : await withGasLimits(priced)

        const { expiryDuration } = context
        const seconds = typeof expiryDuration === 'number' ? expiryDuration : undefined
        const { callGasLimit, verificationGasLimit, preVerificationGas } = userOperation
        const { maxFeePerGas, maxPriorityFeePerGas } = userOperation
        return {
          mode: 'SPONSORED',
          paymasterAndData: await sponsor(userOperation, seconds),
          callGasLimit,
          verificationGasLimit,
          preVerificationGas,
          maxFeePerGas,
          maxPriorityFeePerGas,
        }
      }

      case 'pm_getPaymasterStubData':
      case 'pm_getPaymasterData': {
        const [given, givenEntryPoint, givenChainId] = params
        if (
          typeof givenEntryPoint !== 'string' ||
          !isAddress(givenEntryPoint, { strict: false }) ||
          !isAddressEqual(givenEntryPoint, entryPoint)
        ) {
          throw new JsonRpcError(-32602, `Only entry point ${entryPoint} is supported.`)
        }
        if (Number(givenChainId) !== chainId) {
          throw new JsonRpcError(-32602, `Only chain ${chainId} is supported.`)
        }
        return { paymasterAndData: await sponsor(parseUserOperation(given)) }
      }

      default:
        throw new JsonRpcError(-32601, `The method ${method} does not exist.`)
    }
  }

  async function withGasLimits(userOperation: UserOperation): Promise<UserOperation> {
    // Sponsored as it is, so that the estimate includes what checking a sponsorship costs. The
    // signature is of another operation then, which an estimate does not mind.
    const paymasterAndData = await sponsor(userOperation)
    const { callGasLimit, verificationGasLimit, preVerificationGas } = await callAlto<
      Pick<UserOperation, 'callGasLimit' | 'verificationGasLimit' | 'preVerificationGas'>
    >(bundlerRpcUrl, 'eth_estimateUserOperationGas', [
      { ...userOperation, paymasterAndData },
      entryPoint,
    ])
    return { ...userOperation, callGasLimit, verificationGasLimit, preVerificationGas }
  }
}

/** The fields of a user operation; amounts may be absent or, as the SDK sends some, decimal. */
function parseUserOperation(given: unknown): UserOperation {
  const fields = (given ?? {}) as Record<string, unknown>
  const { sender } = fields
  if (typeof sender !== 'string' || !isAddress(sender, { strict: false })) {
    throw new JsonRpcError(-32602, 'The user operation has no valid sender.')
  }
  const bytes = (name: string): Hex => {
    const value = fields[name] ?? '0x'
    if (isHex(value)) return value
    throw new JsonRpcError(-32602, `The user operation's ${name} is not hexadecimal.`)
  }
  const amount = (name: string): Hex => {
    const value = fields[name] ?? 0
    try {
      return numberToHex(value === '0x' ? 0n : BigInt(value as string | number))
    } catch {
      throw new JsonRpcError(-32602, `The user operation's ${name} is not a number.`)
    }
  }
  return {
    sender,
    nonce: amount('nonce'),
    initCode: bytes('initCode'),
    callData: bytes('callData'),
    callGasLimit: amount('callGasLimit'),
    verificationGasLimit: amount('verificationGasLimit'),
    preVerificationGas: amount('preVerificationGas'),
    maxFeePerGas: amount('maxFeePerGas'),
    maxPriorityFeePerGas: amount('maxPriorityFeePerGas'),
    paymasterAndData: bytes('paymasterAndData'),
    signature: bytes('signature'),
  }
}
