import type { Hex } from 'viem'
import { isAddress } from 'viem'
import { InvalidArgumentValueError } from '../errors/InvalidArgumentValueError.ts'
import { quoted } from '../errors/quoted.ts'
import { isHexBytes } from './isHexBytes.ts'
import { toWord } from './toWord.ts'

/**
 * A value as the 32-byte word that the ABI encoding puts into the calldata.
 *
 * @throws InvalidArgumentValueError when the type cannot hold it.
 */
export function encodeArgumentWord(type: string, value: unknown, argument: string): Hex {
  const invalid = (problem: string, fix: string) =>
    new InvalidArgumentValueError({ argument, type, problem, fix })
  if (value === undefined || value === null) {
    throw invalid(
      `is ${value}`,
      'give a value, or leave the argument out to allow any. A variable that is not there yet must not become a permission for everything.',
    )
  }
  if (type === 'address') {
    if (typeof value !== 'string' || !isAddress(value, { strict: false })) {
      throw invalid('is not given an address', '`0x` and 40 hexadecimal digits.')
    }
    return toWord(BigInt(value))
  }
  if (type === 'bool') {
    if (typeof value !== 'boolean') throw invalid('is not given a boolean', 'true or false.')
    return toWord(value ? 1n : 0n)
  }
  const fixedBytes = type === 'function' ? 24 : sizeAfter(type, 'bytes')
  if (fixedBytes !== undefined) {
    if (!isHexBytes(value, fixedBytes)) {
      throw invalid(`is not given ${fixedBytes} bytes in hexadecimal`, 'pad it with viem’s `pad`.')
    }
    return `0x${value.slice(2).toLowerCase().padEnd(64, '0')}`
  }
  const signedBits = sizeAfter(type, 'int')
  const bits = signedBits ?? sizeAfter(type, 'uint')
  if (bits === undefined) throw invalid('is of a type that is not known', 'check the ABI.')
  const number = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof number !== 'bigint') {
    throw invalid('is not given an integer', 'give a bigint, or a number within ±(2^53 − 1).')
  }
  const [min, max] =
    signedBits === undefined
      ? [0n, (1n << BigInt(bits)) - 1n]
      : [-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n]
  if (number < min || number > max) {
    throw invalid(
      `cannot be ${quoted(number).replace(/n$/, '')}`,
      `give a value from ${min} to ${max}.`,
    )
  }
  // Negative numbers are two's complement over the whole word.
  return toWord(BigInt.asUintN(256, number))
}

function sizeAfter(type: string, prefix: string): number | undefined {
  const rest = type.startsWith(prefix) ? type.slice(prefix.length) : ''
  return /^[0-9]+$/.test(rest) ? Number(rest) : undefined
}
