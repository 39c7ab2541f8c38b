import fc from 'fast-check'

/** What the adversary does to a record; numbers choose among what is there when it strikes. */
export type Move =
  /** Makes a session up. */
  | {
      kind: 'forge'
      leaf: EvilLeafName
      status: 'ACTIVE' | 'PENDING' | 'REVOKED'
      inRoot: boolean
      position: number
    }
  /** Makes a session up, and a root record that says that the chain has it. */
  | { kind: 'forgeWithRoot'; leaf: EvilLeafName; block: 'same' | 'ahead' | 'far' }
  /** Names inner nodes as leaves, so that no session has a leaf in the tree. */
  | { kind: 'collapse'; claim: boolean; depth: number }
  /** Puts one session in the place of two: its leaf is the node above theirs. */
  | { kind: 'swallow'; first: number; second: number; keep: 'gone' | 'in root' | 'revoked' }
  /** Changes one field of a record. */
  | { kind: 'tamper'; target: number; change: number }
  /** Says that a change is on its way, late or taken back. */
  | { kind: 'stage'; as: 'staged' | 'givenUp' | 'unsettled'; leaf: EvilLeafName; root: number }
  /** Puts an earlier version of a record back. */
  | { kind: 'replay'; record: number; version: number }
  /** Puts everything back as it was at one moment. */
  | { kind: 'rollBack'; moment: number }
  | { kind: 'swap'; first: number; second: number }
  | { kind: 'copy'; record: number; to: 'id' | 'account' | 'chain' }
  | { kind: 'remove'; record: number }
  | { kind: 'junk'; record: number; value: number }

export const evilLeafNames = [
  'transferOwnership',
  'enableModule',
  'approve',
  'transferTokens',
  'anyMint',
  'customModule',
  'node',
  'unreadable',
] as const
export type EvilLeafName = (typeof evilLeafNames)[number]

export interface Step {
  verb: 'grant' | 'renew' | 'renewUnseen' | 'revoke' | 'revokeAll' | 'send' | 'reconcile' | 'reload'
  policy: 'mint' | 'pay' | 'both'
  /** Which of the sessions that the user approved. */
  session: number
  /** Which of the user's two devices. */
  device: 0 | 1
  /** Whether the user accepts that sessions end which the device does not know. */
  acceptsUnknown: boolean
  /** Done before the step. */
  before: readonly Move[]
  /** Done between two storage operations of the step. */
  during: { at: number; move: Move } | undefined
}

export interface Scenario {
  /** A leaf that the owner once signed past this kit, and that must not be signed again. */
  legacy: 'transferOwnership' | 'unreadable' | undefined
  steps: readonly Step[]
}

const index = fc.nat({ max: 30 })
const leaf = fc.constantFrom(...evilLeafNames)

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('forge' as const),
      leaf,
      status: fc.constantFrom(
        'ACTIVE' as const,
        'ACTIVE' as const,
        'PENDING' as const,
        'REVOKED' as const,
      ),
      inRoot: fc.boolean(),
      position: fc.constantFrom(-1, 0, 0.5, 1, 1000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('forgeWithRoot' as const),
      leaf,
      block: fc.constantFrom('same' as const, 'ahead' as const, 'far' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('collapse' as const),
      claim: fc.boolean(),
      depth: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('swallow' as const),
      first: index,
      second: index,
      keep: fc.constantFrom('gone' as const, 'in root' as const, 'revoked' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('tamper' as const), target: index, change: index }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('stage' as const),
      as: fc.constantFrom('staged' as const, 'givenUp' as const, 'unsettled' as const),
      leaf,
      root: index,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('replay' as const), record: index, version: index }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('rollBack' as const), moment: index }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('swap' as const), first: index, second: index }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('copy' as const),
      record: index,
      to: fc.constantFrom('id' as const, 'account' as const, 'chain' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), record: index }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('junk' as const), record: index, value: index }),
  },
)

const step: fc.Arbitrary<Step> = fc.record({
  verb: fc.constantFrom<Step['verb'][]>(
    'grant',
    'grant',
    'grant',
    'renew',
    'renewUnseen',
    'revoke',
    'revoke',
    'revoke',
    'revokeAll',
    'send',
    'reconcile',
    'reload',
  ),
  policy: fc.constantFrom('mint' as const, 'pay' as const, 'both' as const),
  session: index,
  device: fc.constantFrom(0 as const, 0 as const, 1 as const),
  acceptsUnknown: fc.boolean(),
  before: fc.array(move, { maxLength: 2 }),
  during: fc.option(fc.record({ at: fc.nat({ max: 14 }), move }), { nil: undefined, freq: 2 }),
})

/** Begins with a grant: without one there is nothing to attack. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  legacy: fc.nat({ max: 11 }).map((it) => (['transferOwnership', 'unreadable'] as const)[it]),
  steps: fc
    .tuple(
      step.map((it): Step => ({ ...it, verb: 'grant' })),
      fc.array(step, { minLength: 1, maxLength: 3 }),
    )
    .map(([first, rest]) => [first, ...rest]),
})
