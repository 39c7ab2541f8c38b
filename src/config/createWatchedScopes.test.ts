import { expect, test, vi } from 'vitest'
import { createWatchedScopes } from './createWatchedScopes.ts'

const account = '0xAbCdEf0000000000000000000000000000000001'
const scope = { chainId: 1, account } as const

test('an account is watched until all that look at it have ended', () => {
  const watched = createWatchedScopes()
  const onChange = vi.fn()
  watched.subscribe(onChange)
  const end = watched.add(scope)
  // an address is the same in either case
  const endOther = watched.add({
    chainId: 1,
    account: '0xabcdef0000000000000000000000000000000001',
  })
  const endElsewhere = watched.add({ ...scope, chainId: 2 })
  expect(watched.get()).toEqual([scope, { ...scope, chainId: 2 }])
  expect(onChange).toHaveBeenCalledTimes(2)

  end()
  end()
  expect(watched.get()).toHaveLength(2)
  endOther()
  expect(watched.get()).toEqual([{ ...scope, chainId: 2 }])
  endElsewhere()
  expect(watched.get()).toEqual([])
  expect(onChange).toHaveBeenCalledTimes(4)
})
