import { parseUnits } from 'viem'

/** What a bloom costs, in base units of USDC. */
export const price = parseUnits('0.50', 6)
