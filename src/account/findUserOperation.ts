import {
  type Client,
  decodeErrorResult,
  formatLog,
  type Hash,
  type Hex,
  numberToHex,
  parseAbi,
  parseEventLogs,
  toEventSelector,
} from 'viem'
import { entryPoint06Address } from 'viem/account-abstraction'
import type { UserOperationReceipt } from '../types/UserOperation.ts'

const events = parseAbi([
  'event UserOperationEvent(bytes32 indexed userOpHash, address indexed sender, address indexed paymaster, uint256 nonce, bool success, uint256 actualGasCost, uint256 actualGasUsed)',
  'event UserOperationRevertReason(bytes32 indexed userOpHash, address indexed sender, uint256 nonce, bytes revertReason)',
])

/**
 * The receipt of a user operation from the entry point's logs since `fromBlock`, if it was mined.
 */
export async function findUserOperation(
  client: Client,
  options: { userOpHash: Hash; fromBlock: bigint },
): Promise<UserOperationReceipt | undefined> {
  const rpcLogs = await client.request({
    method: 'eth_getLogs',
    params: [
      {
        address: entryPoint06Address,
        // either event, of this one operation
        topics: [events.map((event) => toEventSelector(event)), options.userOpHash],
        fromBlock: numberToHex(options.fromBlock),
        toBlock: 'latest',
      },
    ],
  })
  const logs = parseEventLogs({ abi: events, logs: rpcLogs.map((log) => formatLog(log)) })
  const event = logs.find((log) => log.eventName === 'UserOperationEvent')
  if (event?.eventName !== 'UserOperationEvent') return undefined
  const revert = logs.find((log) => log.eventName === 'UserOperationRevertReason')
  return {
    userOpHash: options.userOpHash,
    transactionHash: event.transactionHash,
    blockNumber: event.blockNumber,
    blockHash: event.blockHash,
    success: event.args.success,
    actualGasCost: event.args.actualGasCost,
    revertReason:
      revert?.eventName === 'UserOperationRevertReason'
        ? readRevertReason(revert.args.revertReason)
        : undefined,
  }
}

function readRevertReason(data: Hex): string | undefined {
  if (data === '0x') return undefined
  try {
    const { errorName, args } = decodeErrorResult({
      abi: parseAbi(['error Error(string message)', 'error Panic(uint256 code)']),
      data,
    })
    return errorName === 'Error' ? String(args[0]) : `${errorName}(${String(args[0])})`
  } catch {
    return data
  }
}
