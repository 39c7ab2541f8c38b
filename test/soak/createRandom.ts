export interface Random {
  /** From 0 up to 1. */
  next(): number
  /** A whole number from 0 up to `end`. */
  below(end: number): number
  /** One of at least one. */
  pick<value>(values: readonly value[]): value
  chance(probability: number): boolean
}

/** Numbers that depend on seed and label alone (mulberry32). */
export function createRandom(seed: number, label: string): Random {
  let state = seed | 0
  for (const character of label)
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x9e3779b1)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  return {
    next,
    below,
    pick: <value>(values: readonly value[]) => values[below(values.length)] as value,
    chance: (probability) => next() < probability,
  }
}
