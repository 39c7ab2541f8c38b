import { useQueryClient } from '@tanstack/react-query'
import type { UseBatchSessionReturnType } from 'grantkit'
import { useCallback, useRef, useState } from 'react'
import type { Address, Hash } from 'viem'
import { mintCalls } from '../app/mintCalls.ts'
import { useShop } from './useShop.ts'

/** One click on “Mint and pay”, and what became of it. */
export interface Mint {
  id: number
  status: 'preparing' | 'submitted' | 'mined' | 'failed'
  startedAt: number
  endedAt?: number | undefined
  userOpHash?: Hash | undefined
  transactionHash?: Hash | undefined
  error?: unknown
}

/** Mints, as many at once as there are clicks. */
export function useMints(account: Address, send: UseBatchSessionReturnType['send']) {
  const shop = useShop()
  const queries = useQueryClient()
  const [mints, setMints] = useState<readonly Mint[]>([])
  const lastId = useRef(0)

  const mint = useCallback(() => {
    lastId.current += 1
    const id = lastId.current
    const update = (change: Partial<Mint>) =>
      setMints((all) => all.map((it) => (it.id === id ? { ...it, ...change } : it)))
    setMints((all) => [{ id, status: 'preparing', startedAt: performance.now() }, ...all])
    send(mintCalls(shop, account), {
      onProgress(progress) {
        if (progress.phase === 'submitted')
          update({ status: 'submitted', userOpHash: progress.userOpHash })
      },
      onSuccess({ transactionHash }) {
        update({ status: 'mined', transactionHash, endedAt: performance.now() })
        void queries.invalidateQueries({ queryKey: ['holdings'] })
      },
      onError: (error) => update({ status: 'failed', error, endedAt: performance.now() }),
    })
  }, [account, queries, send, shop])

  return { mints, mint }
}
