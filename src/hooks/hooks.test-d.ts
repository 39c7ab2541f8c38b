import type { UseQueryResult } from '@tanstack/react-query'
import { type Address, type Hash, parseAbi } from 'viem'
import { expectTypeOf, test } from 'vitest'
import type { SendSessionTransactionReturnType } from '../actions/sendSessionTransaction.ts'
import type { BaseError } from '../errors/BaseError.ts'
import type { AnyCall } from '../types/Calls.ts'
import type { Call, Permission, Policy } from '../types/Policy.ts'
import type { PreparedGrant } from '../types/PreparedGrant.ts'
import type { Session } from '../types/Session.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import type { UnavailableReason } from '../types/UnavailableReason.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { useBatchSession } from './useBatchSession.ts'
import { useGrantSession } from './useGrantSession.ts'
import { usePolicyCheck } from './usePolicyCheck.ts'
import type { PolicySendReturnType } from './usePolicySend.ts'
import type { PolicySessionStatus } from './usePolicySession.ts'
import { useRenewSession } from './useRenewSession.ts'
import { useRevokeSessions } from './useRevokeSessions.ts'
import { useSendOwnerTransaction } from './useSendOwnerTransaction.ts'
import { useSendSessionTransaction } from './useSendSessionTransaction.ts'
import { useSession } from './useSession.ts'
import { useSessionApproval } from './useSessionApproval.ts'
import { useSessionKey } from './useSessionKey.ts'
import { type UseSessionsReturnType, useSessions } from './useSessions.ts'
import { useSmartAccount } from './useSmartAccount.ts'
import { useTokenMetadata } from './useTokenMetadata.ts'

declare const policy: Policy
declare const grant: PreparedGrant
declare const call: Call
declare const calls: readonly Call[]
declare const account: Address

test('queries give their data, or what is selected of it', () => {
  expectTypeOf(useSmartAccount().data).toEqualTypeOf<SmartAccount | undefined>()
  expectTypeOf(useSmartAccount().error).toEqualTypeOf<BaseError | null>()
  expectTypeOf(useSmartAccount({ query: { select: ({ address }) => address } }).data).toEqualTypeOf<
    Address | undefined
  >()

  expectTypeOf(useSessions()).toEqualTypeOf<UseSessionsReturnType>()
  expectTypeOf(useSessions()).toEqualTypeOf<UseQueryResult<Session[], BaseError>>()
  expectTypeOf(
    useSessions({
      query: {
        select: (sessions) => {
          expectTypeOf(sessions).toEqualTypeOf<Session[]>()
          return sessions.length
        },
      },
    }).data,
  ).toEqualTypeOf<number | undefined>()
  // a narrowed result keeps the states apart
  const sessions = useSessions()
  if (sessions.isSuccess) expectTypeOf(sessions.data).toEqualTypeOf<Session[]>()
  if (sessions.isError) expectTypeOf(sessions.error).toEqualTypeOf<BaseError>()

  expectTypeOf(useSession({ sessionId: 'one' }).data).toEqualTypeOf<Session | null | undefined>()
  expectTypeOf(useTokenMetadata({ chainId: 1, address: account }).data?.decimals).toEqualTypeOf<
    number | undefined
  >()
})

test('queries take chain and account that are not known yet, and no key or function', () => {
  useSessions({ chainId: undefined, account: undefined })
  useSmartAccount({ owner: undefined, index: 1, query: { refetchInterval: 1_000 } })
  useSession({ sessionId: undefined })
  // @ts-expect-error a session is looked up by an id
  useSession({})
  // @ts-expect-error the hook's own
  useSessions({ query: { queryKey: ['mine'] } })
  // @ts-expect-error the hook's own
  useSessions({ query: { queryFn: () => [] } })
})

test('a grant takes a policy, or what was prepared from one', () => {
  const { mutate, mutateAsync, variables } = useGrantSession()
  mutate({ policy })
  mutate({ policy, chainId: 1, index: 1, replaceUnknownRoot: true })
  mutate({ grant, signal: new AbortController().signal })
  // @ts-expect-error the wallet is the connected one
  mutate({ policy, wallet: undefined })
  // @ts-expect-error nothing to grant
  mutate({})
  expectTypeOf(mutateAsync({ policy })).resolves.toEqualTypeOf<Session>()
  expectTypeOf(variables).not.toBeAny()
})

test('a send takes calls, and a session if it must be a certain one', () => {
  const { mutate, mutateAsync } = useSendSessionTransaction()
  mutate({ calls: [call] })
  mutate({ calls, sessionId: 'one', batch: true })
  // @ts-expect-error calls come as a list
  mutate({ calls: call })
  // @ts-expect-error chain and account are the hook's
  mutate({ calls, chainId: 1 })
  expectTypeOf(mutateAsync({ calls })).resolves.toEqualTypeOf<SendSessionTransactionReturnType>()
})

test('a revocation takes ids, or all', () => {
  const { mutate, mutateAsync } = useRevokeSessions()
  mutate({ sessionIds: ['one', 'two'] })
  mutate({ sessionIds: 'all', chainId: 1 })
  // @ts-expect-error an id is no list of ids
  mutate({ sessionIds: 'one' })
  expectTypeOf(mutateAsync({ sessionIds: 'all' })).resolves.toEqualTypeOf<
    UserOperationReceipt | undefined
  >()
})

test('mutation callbacks know variables, data, error and context', () => {
  useGrantSession({
    mutation: {
      onMutate: () => ({ startedAt: 1 }),
      onSuccess: (session, variables, context) => {
        expectTypeOf(session).toEqualTypeOf<Session>()
        expectTypeOf(context).toEqualTypeOf<{ startedAt: number }>()
        if ('policy' in variables) expectTypeOf(variables.policy).toEqualTypeOf<Policy>()
      },
      onError: (error) => expectTypeOf(error).toEqualTypeOf<BaseError>(),
    },
  })
  useSendSessionTransaction({
    mutation: {
      onSuccess: ({ sessionId }, variables) => {
        expectTypeOf(sessionId).toEqualTypeOf<string>()
        expectTypeOf(variables.calls).toEqualTypeOf<readonly AnyCall[]>()
      },
    },
  })
  // @ts-expect-error the hook's own
  useRevokeSessions({ mutation: { mutationFn: async () => undefined } })
})

test('a session key sends one call or several; a batch sends several', () => {
  const key = useSessionKey({ policy })
  expectTypeOf(key.sendAsync(call)).resolves.toEqualTypeOf<PolicySendReturnType>()
  expectTypeOf(key.sendAsync([call, call])).resolves.toEqualTypeOf<PolicySendReturnType>()
  // the owner's sends have no session
  expectTypeOf<PolicySendReturnType['sessionId']>().toEqualTypeOf<string | undefined>()
  expectTypeOf(key.sendAsync(calls, { batch: true })).resolves.toHaveProperty('transactionHash')
  expectTypeOf(key.requestAsync()).resolves.toEqualTypeOf<Session>()
  expectTypeOf(key.revokeAsync()).resolves.toEqualTypeOf<UserOperationReceipt | undefined>()
  expectTypeOf(key.status).toEqualTypeOf<PolicySessionStatus>()
  expectTypeOf(key.error).toEqualTypeOf<BaseError | null>()
  useSessionKey({ policy: undefined })
  // @ts-expect-error a policy, or `undefined` while it is not known
  useSessionKey({})

  const batch = useBatchSession({ policy })
  expectTypeOf(batch.sendAsync(calls)).resolves.toEqualTypeOf<PolicySendReturnType>()
  // @ts-expect-error a batch is a list
  batch.send(call)
  // @ts-expect-error a batch always goes through the batch router
  batch.send(calls, { batch: false })
})

const nftAbi = parseAbi(['function safeMint(address to)'])
const tokenAbi = parseAbi(['function transfer(address to, uint256 amount) returns (bool)'])

test('calls are given by their function wherever they are taken', () => {
  const mint = { to: account, abi: nftAbi, functionName: 'safeMint', args: [account] } as const
  const transfer = { to: account, abi: tokenAbi, functionName: 'transfer' } as const
  const key = useSessionKey({ policy })
  key.send(mint)
  key.send([mint, call, { ...transfer, args: [account, 1n] }])
  // @ts-expect-error an amount is a bigint
  key.send({ ...transfer, args: [account, 1] })
  // @ts-expect-error an argument is missing
  void key.sendAsync([mint, { ...transfer, args: [account] }])

  const batch = useBatchSession({ policy })
  batch.send([mint, call])
  // @ts-expect-error there is no such function
  batch.send([{ to: account, abi: tokenAbi, functionName: 'mint', args: [account] }])
  // @ts-expect-error an amount is a bigint
  void batch.sendAsync([{ ...transfer, args: [account, 1] }])

  const session = useSendSessionTransaction()
  session.mutate({ calls: [mint, call] })
  // @ts-expect-error an argument is missing
  session.mutate({ calls: [{ to: account, abi: nftAbi, functionName: 'safeMint' }] })
  const owner = useSendOwnerTransaction()
  void owner.mutateAsync({ calls: [mint, call] })
  // @ts-expect-error an argument is missing
  owner.mutate({ calls: [{ to: account, abi: nftAbi, functionName: 'safeMint' }] })

  usePolicyCheck({ policy, calls: mint })
  usePolicyCheck({ policy, calls: [mint, call] })
  usePolicyCheck({ policy, calls: undefined })
  // @ts-expect-error there is no such function
  usePolicyCheck({ policy, calls: { to: account, abi: nftAbi, functionName: 'burn', args: [1n] } })
})

test('what is for event handlers returns nothing, and tells its callbacks', () => {
  const key = useSessionKey({
    policy,
    mutations: {
      request: { onSuccess: (session) => expectTypeOf(session).toEqualTypeOf<Session>() },
      send: {
        onError: (error, { calls }) => {
          expectTypeOf(error).toEqualTypeOf<BaseError>()
          expectTypeOf(calls).toEqualTypeOf<readonly AnyCall[]>()
        },
      },
    },
  })
  expectTypeOf(key.request()).toBeVoid()
  expectTypeOf(key.renew()).toBeVoid()
  expectTypeOf(key.send(call)).toBeVoid()
  expectTypeOf(key.revoke()).toBeVoid()
  key.request({ onSuccess: (session) => expectTypeOf(session).toEqualTypeOf<Session>() })
  key.send(call, {
    batch: true,
    onSuccess: ({ sessionId }) => expectTypeOf(sessionId).toEqualTypeOf<string | undefined>(),
    onError: (error) => expectTypeOf(error).toEqualTypeOf<BaseError>(),
  })
  key.revoke({
    onSettled: (receipt, error) => {
      expectTypeOf(receipt).toEqualTypeOf<UserOperationReceipt | undefined>()
      expectTypeOf(error).toEqualTypeOf<BaseError | null>()
    },
  })
  expectTypeOf(key.isReady).toEqualTypeOf<boolean>()
  expectTypeOf(key.isPending).toEqualTypeOf<boolean>()
  expectTypeOf(key.requestError).toEqualTypeOf<BaseError | null>()
  expectTypeOf(key.sendError).toEqualTypeOf<BaseError | null>()
  expectTypeOf(key.reset()).toBeVoid()
})

test('what to do without a session is a word, or decided for each case', () => {
  useSessionKey({ policy, onUnavailable: 'owner', autoRenew: true, renewBefore: { minutes: 1 } })
  useBatchSession({ policy, onUnavailable: undefined, renewBefore: 60 })
  const { send, renewAsync, expiresAt, isExpiring } = useSessionKey({
    policy,
    onUnavailable: async ({ reason, error, session, calls, difference, canRenew }) => {
      expectTypeOf(reason).toEqualTypeOf<UnavailableReason>()
      expectTypeOf(error).toEqualTypeOf<BaseError>()
      expectTypeOf(session).toEqualTypeOf<Session | undefined>()
      expectTypeOf(calls).toEqualTypeOf<readonly Call[]>()
      expectTypeOf(difference?.added).toEqualTypeOf<readonly Permission[] | undefined>()
      return canRenew ? 'renew' : 'owner'
    },
  })
  send(call, { onUnavailable: ({ reason }) => (reason === 'absent' ? 'renew' : 'throw') })
  send(call, {
    onProgress: (progress) => {
      if (progress.phase === 'awaiting-wallet')
        expectTypeOf(progress.userOpHash).toEqualTypeOf<Hash>()
    },
  })
  expectTypeOf(renewAsync()).resolves.toEqualTypeOf<Session>()
  expectTypeOf(expiresAt).toEqualTypeOf<number | undefined>()
  expectTypeOf(isExpiring).toEqualTypeOf<boolean>()
  // @ts-expect-error there is no such way out
  useSessionKey({ policy, onUnavailable: 'retry' })
  // @ts-expect-error a function answers with one of the ways out
  useSessionKey({ policy, onUnavailable: () => 'retry' })
  // @ts-expect-error a batch always goes through the batch router
  useBatchSession({ policy }).send(calls, { batch: true })
})

test('the owner sends calls, and renews a session by its id', () => {
  const owner = useSendOwnerTransaction()
  owner.mutate({ calls })
  owner.mutate({ calls: [call], chainId: 1, index: 1 })
  // @ts-expect-error the wallet is the connected one
  owner.mutate({ calls, wallet: undefined })
  // @ts-expect-error calls come as a list
  owner.mutate({ calls: call })
  expectTypeOf(owner.mutateAsync({ calls })).resolves.toEqualTypeOf<UserOperationReceipt>()

  const renewal = useRenewSession()
  renewal.mutate({ sessionId: 'one' })
  renewal.mutate({ sessionId: 'one', expiresIn: { hours: 1 } })
  renewal.mutate({ sessionId: 'one', policy })
  // @ts-expect-error a session is renewed by its id
  renewal.mutate({ policy })
  expectTypeOf(renewal.mutateAsync({ sessionId: 'one' })).resolves.toEqualTypeOf<Session>()
})

test('an approval has what its state shows', () => {
  const { state } = useSessionApproval()
  if (state.status === 'reviewing') expectTypeOf(state.grant).toEqualTypeOf<PreparedGrant>()
  if (state.status === 'confirmed') expectTypeOf(state.session).toEqualTypeOf<Session>()
  if (state.status === 'failed') expectTypeOf(state.error).toEqualTypeOf<BaseError>()
  // @ts-expect-error nothing was asked for
  if (state.status === 'idle') void state.request
})
