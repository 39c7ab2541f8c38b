import { describe, expect, test } from 'vitest'
import { createGrant } from '../../../stories/fixtures/createGrant.ts'
import { policies } from '../../../stories/fixtures/policies.ts'
import { states } from '../../../stories/fixtures/states.ts'
import { en } from '../locales/en.ts'
import type { ReviewModel } from './ReviewModel.ts'
import { statusText } from './statusText.ts'

const grant = createGrant(policies.rules)

function saidWith(secondsLeft: number, timeAtStart = 1800) {
  const review = { grant, now: grant.validUntil - secondsLeft, timeAtStart } as ReviewModel
  return statusText(states.reviewing(grant), review, en)
}

describe('statusText', () => {
  test('the clock is announced at five minutes, at one, and when it is over', () => {
    expect([1800, 301, 300, 61, 60, 1, 0].map((left) => saidWith(left))).toEqual([
      '',
      '',
      en.status.fiveMinutesLeft,
      en.status.fiveMinutesLeft,
      en.status.oneMinuteLeft,
      en.status.oneMinuteLeft,
      en.status.expired,
    ])
  })

  test('a session that was short from the start does not announce what was never more', () => {
    expect(saidWith(240, 250)).toBe('')
    expect(saidWith(60, 250)).toBe(en.status.oneMinuteLeft)
  })

  test('every state that comes by itself says something, and a failure leaves it to its alert', () => {
    const texts = [
      states.loading(),
      states.preparing(),
      states.awaitingWallet(),
      states.submitted(),
      states.confirmed(),
      states.rejected(),
    ].map((state) => statusText(state, undefined, en))
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts).not.toContain('')
  })
})
