import { formatUnits } from 'viem'

const numbers = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 6 })

/** Base units as `1,000.00`. */
export function formatUsdc(amount: bigint): string {
  // a decimal string keeps every digit; a number would not
  return numbers.format(formatUnits(amount, 6) as Intl.StringNumericLiteral)
}
