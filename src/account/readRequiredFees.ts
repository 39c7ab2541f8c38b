import { parseGwei } from 'viem'
import type { OfferedFees } from '../errors/UserOperationUnderpricedError.ts'
import type { RpcErrorAnswer } from './findRpcError.ts'
import { readQuantity } from './readQuantity.ts'

/** What a bundler asks for that refused the fees of an operation. */
export interface RequiredFees {
  /** Wei, as far as it named them. */
  required: Partial<OfferedFees>
  /** Whether only because another operation waits with the same nonce. */
  isReplacement: boolean
}

/**
 * The fee, and the least that is taken of it, in the words of
 * - Rundler (Alchemy): `maxPriorityFeePerGas is 1 but must be at least 2`,
 * - Alto (Pimlico): `maxFeePerGas must be at least 2 (current maxFeePerGas: 1)`,
 * - Biconomy: `maxFeePerGas in userOp: 1 is lower than expected maxFeePerGas: 1.6`,
 * - Voltaire (Candide): `Max fee per gas is too low. it should be minimum : 0x2`,
 * - Stackup: `maxPriorityFeePerGas: below expected wei of 2`.
 */
const floors =
  /(max ?(?:priority ?)?fee ?per ?gas)\b(?:(?!replac).)*?(?:at least|than expected max\w+:?|expected wei of|should be minimum(?: the estimated base fee)? ?:)\s*(0x[0-9a-f]+|\d+(?:\.\d+)?(?:e\+?\d+)?)\b( ?gwei)?/gi

/** Voltaire's, of the price that is paid: the lower one of the fee, and of base fee and tip. */
const priceFloor = /estimated base ?fee\)? should be equal or higher than ?:\s*(0x[0-9a-f]+|\d+)/i

/** Reads what the bundler asks for from the fields of Rundler, or the words of the others. */
export function readRequiredFees({ data, message }: RpcErrorAnswer): RequiredFees {
  const replaced = readReplaced(data)
  if (replaced) return { required: replaced, isReplacement: true }
  const isReplacement = /replac|bump the gas price/i.test(message)
  const required: Partial<OfferedFees> = {}
  for (const [, fee = '', amount = '', unit] of message.matchAll(floors)) {
    const wei = readAmount(amount, unit !== undefined)
    if (wei !== undefined)
      required[/priority/i.test(fee) ? 'maxPriorityFeePerGas' : 'maxFeePerGas'] ??= wei
  }
  const price = readQuantity(priceFloor.exec(message)?.[1])
  // of base fee and tip only the sum is named: with this for each of them it is reached
  if (price !== undefined)
    return { required: { maxFeePerGas: price, maxPriorityFeePerGas: price }, isReplacement }
  return { required, isReplacement }
}

/** Rundler tells what the operation offers that is to be replaced. */
function readReplaced(data: unknown): OfferedFees | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { currentMaxFee, currentMaxPriorityFee } = data as Record<string, unknown>
  const fee = readQuantity(currentMaxFee)
  const tip = readQuantity(currentMaxPriorityFee)
  // to replace an operation takes a tenth more than what that one offers
  const more = (value: bigint) => (value * 110n + 99n) / 100n
  return fee === undefined || tip === undefined
    ? undefined
    : { maxFeePerGas: more(fee), maxPriorityFeePerGas: more(tip) }
}

/** Hex or decimal; Biconomy's are the results of a multiplication with fractions. */
function readAmount(text: string, isGwei: boolean): bigint | undefined {
  if (isGwei && /^\d+(\.\d+)?$/.test(text)) return parseGwei(text)
  const exact = readQuantity(text)
  if (exact !== undefined) return exact
  const [whole = '', fraction] = text.split('.')
  if (!/e/i.test(text) && fraction !== undefined) return BigInt(whole) + 1n
  const rounded = Math.ceil(Number(text))
  return Number.isFinite(rounded) ? BigInt(rounded) : undefined
}
