/** One measurement, with that of a peer in the same run beside it. */
export interface BenchRow {
  what: string
  unit: 'ms' | 'requests'
  /** The median. */
  kit: number
  /** The largest. */
  kitMax: number
  /** The median of the peer; nothing where it cannot do it. */
  peer?: number
  peerName?: string
}
