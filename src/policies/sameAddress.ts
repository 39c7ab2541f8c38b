/** Whether two addresses are the same, without regard to case. Never throws. */
export function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
