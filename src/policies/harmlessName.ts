import { commonNouns } from './commonNouns.ts'
import type { ShapeSlot } from './functionShape.ts'
import { functionWords } from './functionWords.ts'
import { nameWords } from './nameWords.ts'

/** What a function's name takes from the notes that its types give rise to. */
export interface HarmlessName {
  /** Its addresses and numbers say whom and what it is about: nobody gets what they name. */
  isNobodys: boolean
  /** Its `bytes` are a proof, a signature or a text, and no call. */
  isData: boolean
  /** It is of one or two words of a list, and leaves nothing else to be read into it. */
  isListed: boolean
}

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Says, shows or proves something. */
const telling = set(`
  acknowledge anchor announce answer appeal ask assert attest broadcast certify challenge chat comment
  contest declare dispute downvote emit endorse flag greet identify log mark message notarize notify
  observe ping post proclaim propagate prove publish rate react recommend record refute reply report
  repost reveal review say sync tell timestamp update upvote validate verify view vote vouch wave
  witness`)
/** Counts, awaits or ends something. */
const idle = set(`
  abort accrue advance bump calculate cancel check checkpoint compound compute confirm consolidate
  count crank drip earn estimate evaluate expire fail finalise finalize finish flush follow forget
  increment invalidate kick leave like poke precalculate preview prune purge quote read rebalance
  rebase recalculate recompute reconcile refresh reject reorder resolve retry revert revoke roll
  settle shuffle simulate skip snapshot sort tend tick touch track trigger trim unfollow unregister
  unsubscribe unvote upkeep void waive`)
/** Makes, asks for, plays or does something that is nobody's, unless an amount goes into it. */
const making = set(`
  accept activate apply attack battle block build choose clear craft create deactivate defend delete
  deploy discover enter equip escalate evolve execute explore feed fight fish found gather guess hatch
  heal hunt init initialize initiate instantiate invite join launch mute open pick plant play prepare
  race raid register remove repair request reserve rest run scout select spin start subscribe train
  travel unblock unequip unmute write`)
/** Ends what was begun before, and is shown to be due. */
const ending = set('close commit complete exercise process receive submit')
/** Made for all, whatever words of value it has. */
const sharing = set('create deploy init initialize instantiate launch open start')
const shared = set('auction gauge market pair pool vault')
/** Pays what is owed to whom it is owed: anything, or what a word of `owed` says. */
const paying = set('claim get harvest refund')
const owing = set('collect payout redeem release withdraw')
const owed = set(`
  airdrop award bonus bounty bribe dividend dues earning emission fee incentive income interest payout
  prize profit rebate refund reward royalty winning yield`)
/** Says what somebody, or something of theirs, is called. */
const describing = set('change edit rename set')
const descriptions = set('bio greeting name nickname profile text')
/** What these are mostly about. */
const objects = set(`
  answer attestation block checkpoint claim comment dispute evidence event header message nonce offer
  order post price proof proposal question report result reward root score signature state update
  vote`)
const told =
  /^ (send (notification|alert|reminder|greeting|reaction)|(cast|commit|submit|reveal) (vote|ballot))s? /
/** Says that it goes to somebody. */
const directed = / (to|into|recipient|receiver|beneficiary|destination|behalf) /

/**
 * Whether a function whose selector nobody knows has a name under which nobody of the caller's
 * choice gets anything: people who are warned of every vote and every claim stop reading. It takes
 * notes away, and makes a note of the danger that a call seems to stand in the arguments; that too
 * goes only where the name is of one or two words of a list.
 *
 * It is the app's word all the same: the selector proves four bytes of a name and its types, and a
 * page can look for types until a name of this list has a wanted selector. So nothing is promised of
 * such a function, and a selector that is known does not come here.
 */
export function harmlessName(name: string, slots: readonly ShapeSlot[]): HarmlessName | undefined {
  const words = nameWords(name)
  if (/^(batch|mass|multi|many)$/.test(words[0] ?? '')) words.shift()
  const [verb = '', ...rest] = words
  if (!isCommon(name, rest)) return undefined
  if (directed.test(` ${rest.join(' ')} `) || addsTo(rest)) return undefined
  const isListed = rest.every((word, at) => at === 0 && objects.has(singular(word)))
  if (telling.has(verb) || idle.has(verb) || told.test(` ${words.join(' ')} `)) {
    return { isNobodys: true, isData: true, isListed }
  }
  const has = (list: ReadonlySet<string>) => rest.some((word) => list.has(singular(word)))
  if (paying.has(verb) || (owing.has(verb) && has(owed))) {
    return { isNobodys: isOwed(slots), isData: true, isListed }
  }
  if (verb === 'distribute') {
    const isSent = slots.some(isAmount) && slots.some(({ type }) => type === 'address')
    return { isNobodys: !isSent, isData: false, isListed }
  }
  if (describing.has(verb))
    return has(descriptions) ? { isNobodys: true, isData: false, isListed } : undefined
  const isOpen = sharing.has(verb) && has(shared)
  // A list of numbers is one of ids; in a tuple they are what it is about.
  const hasAmount = slots.some(
    (slot) => isAmount(slot) && (slot.arrays === 0 || slot.parent !== ''),
  )
  if (ending.has(verb)) return { isNobodys: !hasAmount, isData: !hasAmount, isListed }
  if (!making.has(verb)) return undefined
  const { moves } = functionWords(`${rest.join('_')}()`)
  return { isNobodys: isOpen || !(hasAmount || moves), isData: false, isListed }
}

/** Whether a name is a verb with at most two common nouns: what else it may say is not known. */
function isCommon(name: string, rest: readonly string[]): boolean {
  const isPlain =
    /^_?[a-z]+([A-Z][a-z]+|[A-Z](?![a-z]))*$/.test(name) || /^[a-z]+(_[a-z]+)*$/.test(name)
  return (
    isPlain &&
    rest.length <= 2 &&
    rest.every((word) => commonNouns.has(singular(word)) || commonNouns.has(word))
  )
}

function singular(word: string): string {
  return word.replace(/ies$/, 'y').replace(/s$/, '')
}

/** Does something else too, as in `claimAndStake`. */
function addsTo(rest: readonly string[]): boolean {
  const at = rest.indexOf('and')
  if (at === -1) return false
  const words = functionWords(`${rest.slice(at + 1).join('_')}()`)
  return words.moves || words.spends || words.trades || words.takes || words.approves || words.nests
}

function isAmount({ type }: ShapeSlot): boolean {
  return Number(/^u?int(\d+)$/.exec(type)?.[1] ?? 0) >= 96
}

/**
 * Whether the only address says whose it is, and not whom it goes to: it comes before all lists, and
 * with no amount, unless a proof shows that this is owed.
 */
function isOwed(slots: readonly ShapeSlot[]): boolean {
  const addresses = slots.filter(({ type }) => type === 'address')
  const single = addresses.filter(({ arrays }) => arrays === 0)
  if (single.length === 0) return true
  if (single.length > 1 || addresses[0]?.arrays !== 0) return false
  const isProven = slots.some(({ type, arrays }) => type === 'bytes32' && arrays > 0)
  return isProven || !slots.some((slot) => slot.arrays === 0 && isAmount(slot))
}
