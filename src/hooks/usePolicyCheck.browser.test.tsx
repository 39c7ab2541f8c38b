import { renderHook } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { createReactDapp, createStory, eventually } from '../../test/harness/createReactDapp.tsx'
import { useGrantSession } from './useGrantSession.ts'
import { usePolicyCheck } from './usePolicyCheck.ts'
import { useSessionKey } from './useSessionKey.ts'

describe('usePolicyCheck', () => {
  test('a button knows what it may do: before the approval, after it, and after the end', async () => {
    const dapp = await createReactDapp()
    const story = createStory()
    const policy = story.policy(story.shop)
    const one = story.pay('1')
    const two = [one, story.pay('2')]
    const { result } = renderHook(
      () => {
        const key = useSessionKey({ policy })
        const { session } = key
        return {
          key,
          grant: useGrantSession(),
          within: usePolicyCheck({ policy, session, calls: one }),
          beyond: usePolicyCheck({ policy, session, calls: two }),
          ofSession: usePolicyCheck({ session, calls: one }),
          unknown: usePolicyCheck({ policy, session, calls: undefined }),
        }
      },
      { wrapper: dapp.wrapper },
    )
    const now = () => result.current
    const yes = { allowed: true, reason: undefined }
    const unknown = { allowed: false, reason: undefined, check: undefined }
    const over = '`amount` must be at most 1000000, and is 2000000.'

    // nothing is granted yet: the policy says what will be
    await eventually(() => now().key.status).toBe('absent')
    expect(now().within).toMatchObject(yes)
    expect(now().beyond).toMatchObject({ allowed: false, reason: over, check: { callIndex: 1 } })
    expect(now().ofSession).toEqual(unknown)
    expect(now().unknown).toEqual(unknown)

    await now().grant.mutateAsync({ policy })
    await eventually(() => now().key.status).toBe('ACTIVE')
    expect(now().within).toMatchObject(yes)
    expect(now().ofSession).toMatchObject(yes)
    expect(now().beyond).toMatchObject({ allowed: false, reason: over })

    await now().key.revokeAsync()
    await eventually(() => now().key.status).toBe('REVOKED')
    expect(now().ofSession).toMatchObject({
      allowed: false,
      reason: 'The session cannot be used: it was revoked.',
    })
    // what counts is what would be asked for again
    expect(now().within).toMatchObject(yes)
  })
})
