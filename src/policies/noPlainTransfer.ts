/**
 * What there is to say wherever somebody would have a session send the chain's own coin to an
 * address: V2's modules read a function selector in every call, which such a transfer lacks.
 */
export function noPlainTransfer(what = 'a plain transfer of the native coin'): string {
  return `the session modules of Smart Account V2 cannot allow ${what}: they only allow calls of a function`
}
