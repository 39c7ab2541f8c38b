import type { PreparedGrant } from '../../types/PreparedGrant.ts'
import { neverEnds } from '../../utils/neverEnds.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const lengths = [15 * minute, hour, 4 * hour, day, 7 * day, 30 * day]
// more do not fit a row, and the shortest ones of a long request are of no use
const mostPresets = 3

/** What the dapp asked for in seconds, `undefined` for no end, and shorter lengths to choose from. */
export function expiryPresets({ requested: policy, validAfter, chainTime }: PreparedGrant): {
  requested: number | undefined
  presets: readonly number[]
} {
  const { expiry } = policy
  const end = 'expiresIn' in expiry ? chainTime + expiry.expiresIn : expiry.validUntil
  const requested = neverEnds(end) ? undefined : end - chainTime
  const presets = lengths.filter(
    (length) => (requested === undefined || length < requested) && chainTime + length > validAfter,
  )
  return { requested, presets: presets.slice(-mostPresets) }
}
