/** `0x123456…abcdef`, as the kit writes addresses. */
export function shortHex(hex: string, digits = 6): string {
  return `${hex.slice(0, 2 + digits)}…${hex.slice(-digits)}`
}
