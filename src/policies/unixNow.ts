/** The clock of this machine, in Unix seconds. Chain time is the caller's to give. */
export function unixNow(): number {
  return Math.floor(Date.now() / 1000)
}
