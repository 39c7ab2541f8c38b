import type { Hex } from 'viem'

/** The root of no sessions: what `SessionKeyManager` holds for an account that never set one. */
export const emptyRoot: Hex = `0x${'0'.repeat(64)}`
