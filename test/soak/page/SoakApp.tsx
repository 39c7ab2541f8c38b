import {
  BaseError,
  contractCall,
  definePolicy,
  erc20Transfer,
  type Policy,
  useBatchSession,
  useRevokeSessions,
  useSendSessionTransaction,
  useSessions,
  useSmartAccount,
} from 'grantkit'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type Address, encodeFunctionData, erc20Abi } from 'viem'
import { useConnect, useConnection, useConnectors } from 'wagmi'
import { nftAbi } from '../../../demo/app/nftAbi.ts'
import type { DemoDevnet } from '../../../demo/DemoDevnet.ts'
import { createUser } from './createUser.ts'
import type { CallKind, SoakAction, SoakOutcome, SoakPage } from './SoakPage.ts'

const user = createUser()

/** The hooks of the kit, to be driven from outside. */
export function SoakApp({ devnet }: { devnet: DemoDevnet }) {
  const { chainId } = devnet
  const [policy, setPolicy] = useState<Policy>()
  const { status } = useConnection()
  const connectors = useConnectors()
  const { mutate: connect } = useConnect()
  const burner = connectors.find(({ id }) => id === 'burner')
  useEffect(() => {
    if (status === 'disconnected' && burner) connect({ connector: burner })
  }, [status, burner, connect])

  const { data: account, error: accountError } = useSmartAccount({ chainId })
  const { data: sessions, error: sessionsError } = useSessions({ chainId })
  const failure = (accountError ?? sessionsError)?.name
  const { requestAsync: request } = useBatchSession({ policy, chainId })
  const { mutateAsync: revoke } = useRevokeSessions()
  const { mutateAsync: send } = useSendSessionTransaction({ chainId })
  const latest = useRef({ account, sessions, failure, request, revoke, send })
  useEffect(() => {
    latest.current = { account, sessions, failure, request, revoke, send }
  })

  useEffect(() => {
    const run = async (action: SoakAction): Promise<SoakOutcome> => {
      const { account } = latest.current
      if (!account) throw new Error('The page is not ready.')
      switch (action.kind) {
        case 'grant': {
          user.answer(action.user, action.validUntil)
          flushSync(() => setPolicy(policyOf(devnet, account.address, action)))
          const { id, transactionHash } = await latest.current.request()
          return { ok: true, sessionId: id, transactionHash }
        }
        case 'send': {
          const calls = action.calls.map((kind) => callOf(devnet, account.address, kind, action))
          const { sessionId } = action
          const { transactionHash } = await latest.current.send({ sessionId, calls })
          return { ok: true, transactionHash }
        }
        case 'revoke': {
          user.answer(action.user)
          const { sessionIds } = action
          const receipt = await latest.current.revoke({ sessionIds, chainId })
          return { ok: true, transactionHash: receipt?.transactionHash }
        }
      }
    }
    const soak: SoakPage = {
      account: () => (latest.current.sessions ? latest.current.account?.address : undefined),
      failure: () => latest.current.failure,
      run: (action) => run(action).catch(toOutcome),
      shown: () =>
        (latest.current.sessions ?? []).map(({ id, status, reason }) => ({ id, status, reason })),
      wake: () => window.dispatchEvent(new Event('focus')),
    }
    Object.assign(globalThis, { soak })
  }, [devnet, chainId])

  return (
    <ul>
      {sessions?.map(({ id, status, reason }) => (
        <li key={id}>
          {id} {status} {reason}
        </li>
      ))}
    </ul>
  )
}

function policyOf(
  { nft, usdc, shop }: DemoDevnet,
  account: Address,
  { permissions, maxAmount, validUntil }: Extract<SoakAction, { kind: 'grant' }>,
): Policy {
  const permissionOf = (kind: CallKind) =>
    kind === 'mint'
      ? contractCall({ address: nft, abi: nftAbi, functionName: 'safeMint', args: { to: account } })
      : erc20Transfer({ token: usdc, to: shop, maxAmount: BigInt(maxAmount) })
  return definePolicy({ permissions: permissions.map(permissionOf), validUntil })
}

function callOf(
  { nft, usdc, shop }: DemoDevnet,
  account: Address,
  kind: CallKind,
  { amount }: { amount: string },
) {
  return kind === 'mint'
    ? {
        to: nft,
        data: encodeFunctionData({ abi: nftAbi, functionName: 'safeMint', args: [account] }),
      }
    : {
        to: usdc,
        data: encodeFunctionData({
          abi: erc20Abi,
          functionName: 'transfer',
          args: [shop, BigInt(amount)],
        }),
      }
}

function toOutcome(error: unknown): SoakOutcome {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const isTyped = error instanceof BaseError
  return { ok: false, name, isTyped, message, chainEffect: isTyped ? error.chainEffect : 'unknown' }
}
