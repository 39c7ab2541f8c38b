import type { Move, Step } from './scenario.ts'

const step = (verb: Step['verb'], ...before: Move[]): Step => ({
  verb,
  policy: 'mint',
  session: 0,
  device: 0,
  acceptsUnknown: false,
  before,
  during: undefined,
})
const grant = step('grant')
const swallow = (keep: 'gone' | 'in root' | 'revoked'): Move => ({
  kind: 'swallow',
  first: 0,
  second: 1,
  keep,
})

/** Attacks that take several moves which fit together, and that chance seldom makes. */
export const directedAttacks: readonly { name: string; steps: readonly Step[] }[] = [
  {
    name: 'the root stands for all of its leaves, and a revocation finds nothing to end',
    steps: [grant, grant, step('revoke', { kind: 'collapse', claim: true, depth: 2 })],
  },
  {
    name: 'a session has another leaf than on the chain, and a revocation finds nothing to end',
    steps: [grant, step('revoke', { kind: 'tamper', target: 2, change: 18 })],
  },
  {
    name: 'a session stands for two others, which are gone',
    steps: [grant, grant, step('revoke', swallow('gone'))],
  },
  {
    name: 'a session stands for two others, which are in the root',
    steps: [grant, grant, step('revoke', swallow('in root'))],
  },
  {
    name: 'a session stands for two others, which are said to be revoked',
    steps: [grant, grant, step('revoke', swallow('revoked'))],
  },
]
