import { afterAll, expect, test } from 'vitest'
import { createTestDapp } from '../harness/createTestDapp.ts'
import { stopSharedServer } from './grounds.ts'
import { runScenario } from './runScenario.ts'
import type { Move, Step } from './scenario.ts'

afterAll(stopSharedServer)
const step = (verb: Step['verb'], before: Move[] = [], rest: Partial<Step> = {}): Step => ({
  verb,
  policy: 'mint',
  session: 0,
  device: 0,
  acceptsUnknown: false,
  before,
  during: undefined,
  ...rest,
})
const g = step('grant')
const cases: [string, Step[]][] = [
  ['collapse+revoke', [g, g, step('revoke', [{ kind: 'collapse', claim: true, depth: 2 }])]],
  ['collapse+revoke of one', [g, step('revoke', [{ kind: 'collapse', claim: true, depth: 2 }])]],
  [
    'swallow gone',
    [g, g, step('revoke', [{ kind: 'swallow', first: 0, second: 1, keep: 'gone' }])],
  ],
  [
    'swallow in root',
    [g, g, step('revoke', [{ kind: 'swallow', first: 0, second: 1, keep: 'in root' }])],
  ],
  [
    'swallow revoked',
    [g, g, step('revoke', [{ kind: 'swallow', first: 0, second: 1, keep: 'revoked' }])],
  ],
  [
    `tamper+renew accepts`,
    [g, step('renewUnseen', [{ kind: 'tamper', target: 2, change: 19 }], { acceptsUnknown: true })],
  ],
  [
    `tamper+renew over`,
    [g, step('revokeAll'), step('renewUnseen', [{ kind: 'tamper', target: 2, change: 19 }])],
  ],
  [
    `tamper+renew over2`,
    [g, step('revokeAll'), step('renewUnseen', [{ kind: 'tamper', target: 1, change: 19 }])],
  ],
  ...[2].map((n): [string, Step[]] => [
    `tamper status+revoke ${n}`,
    [g, step('revoke', [{ kind: 'tamper', target: n, change: 18 }])],
  ]),
]
test.concurrent.each(cases)('%s', async (_, steps) => {
  const dapp = await createTestDapp({ funded: false })
  await runScenario(dapp, 'memory', { legacy: false, steps }).then(() => expect(1).toBe(1))
})
