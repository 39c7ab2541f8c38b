import { InvalidLimitError } from '../errors/InvalidLimitError.ts'

/** An unsigned amount of at most `bits` bits. @throws InvalidLimitError */
export function checkedLimit(value: unknown, parameter: string, bits: 128 | 256): bigint {
  if (typeof value !== 'bigint' || value < 0n || value >= 1n << BigInt(bits)) {
    throw new InvalidLimitError({ parameter, value, bits })
  }
  return value
}
