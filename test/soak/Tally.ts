/** Counts by name. */
export type Tally = Record<string, number>
