import '../../src/ui/styles.css'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { deleteDB } from 'idb'
import {
  createContext,
  type ReactNode,
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'react'
import { type Hex, hexToBigInt, hexToBytes, isAddressEqual } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { getSmartAccount } from '../../src/actions/getSmartAccount.ts'
import { useRevokeSessions } from '../../src/hooks/useRevokeSessions.ts'
import { useSendSessionTransaction } from '../../src/hooks/useSendSessionTransaction.ts'
import { useSession } from '../../src/hooks/useSession.ts'
import { useSessionKey } from '../../src/hooks/useSessionKey.ts'
import { useSessions } from '../../src/hooks/useSessions.ts'
import { encrypted } from '../../src/storage/drivers/encrypted.ts'
import { indexedDb } from '../../src/storage/drivers/indexedDb.ts'
import { deviceVault } from '../../src/storage/vaults/deviceVault.ts'
import type { KeyVault } from '../../src/types/KeyVault.ts'
import type { Policy } from '../../src/types/Policy.ts'
import { SessionApprovalModal } from '../../src/ui/SessionApprovalModal.tsx'
import { clickButton } from '../harness/clickButton.ts'
import { createReactDapp, createStory, eventually } from '../harness/createReactDapp.tsx'
import { faucet } from '../harness/faucet.ts'
import { findKeyBytes } from '../harness/findKeyBytes.ts'

const names: string[] = []
const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const end of ends.splice(0)) await end()
  for (const name of names.splice(0)) await deleteDB(name)
})

/** A vault that tells the test, and nobody else, which keys went in and out. */
function spyOnVault(vault: KeyVault): { vault: KeyVault; keys(): readonly Hex[] } {
  const keys = new Set<Hex>()
  return {
    keys: () => [...keys],
    vault: {
      name: vault.name,
      location: vault.location,
      async wrap(privateKey, context) {
        keys.add(privateKey)
        return await vault.wrap(privateKey, context)
      },
      async unwrap(wrapped, context) {
        const privateKey = await vault.unwrap(wrapped, context)
        keys.add(privateKey)
        return privateKey
      },
    },
  }
}

/** React's own tree below a container, as its developer tools find it, and TanStack Query's caches. */
function stateOf(container: Element, client: QueryClient) {
  const name = Object.keys(container).find((it) => it.startsWith('__reactContainer$'))
  if (!name) throw new Error('React rendered nothing here.')
  return {
    fibers: Reflect.get(container, name) as unknown,
    // The caches keep these in private fields.
    queries: client.getQueryCache().getAll(),
    mutations: client.getMutationCache().getAll(),
    mutationStates: client
      .getMutationCache()
      .getAll()
      .map(({ state }) => state),
  }
}

function useEverything(policy: Policy) {
  const sessions = useSessions()
  return {
    key: useSessionKey({ policy }),
    sessions,
    session: useSession({ sessionId: sessions.data?.[0]?.id }),
    send: useSendSessionTransaction(),
    revoke: useRevokeSessions(),
  }
}

type Everything = ReturnType<typeof useEverything>

function Page({ policy, onRender }: { policy: Policy; onRender(all: Everything): void }) {
  const all = useEverything(policy)
  useEffect(() => onRender(all))
  return <p>{all.key.status}</p>
}

/** Components that do what they should not. What they keep reaches them in a closure. */
const leaks: Record<string, (props: { get(): unknown }) => ReactNode> = {
  'a state': function InState({ get }) {
    useState(get())
    return null
  },
  'a lazy state': function InLazyState({ get }) {
    useState(() => ({ kept: get() }))
    return null
  },
  'a reducer': function InReducer({ get }) {
    useReducer((state: unknown) => state, get())
    return null
  },
  'a ref': function InRef({ get }) {
    useRef(get())
    return null
  },
  'a memo': function InMemo({ get }) {
    useMemo(() => [get()], [get])
    return null
  },
  'a context': function InContext({ get }) {
    return <LeakContext.Provider value={get()}>in a context</LeakContext.Provider>
  },
  'a query': function InQuery({ get }) {
    const client = useQueryClient()
    useEffect(() => {
      client.setQueryData(['leak'], [get()])
    }, [client, get])
    return null
  },
  'a mutation': function InMutation({ get }) {
    const client = useQueryClient()
    useEffect(() => {
      const mutation = client.getMutationCache().build(client, { mutationFn: async () => get() })
      void mutation.execute(undefined)
    }, [client, get])
    return null
  },
}
const LeakContext = createContext<unknown>(undefined)

describe('React state', () => {
  test('has no byte of a session key, from asking to revoking', async () => {
    const logged: unknown[] = []
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation((...all) => void logged.push(all))
    const name = `grantkit-test-${crypto.randomUUID()}`
    names.push(name, `${name}-vault`)
    const storage = encrypted({
      storage: indexedDb({ name, persist: false }),
      secret: crypto.getRandomValues(new Uint8Array(32)),
    })
    ends.push(() => storage.close())
    const { vault, keys } = spyOnVault(deviceVault({ name: `${name}-vault` }))
    const dapp = await createReactDapp({ storage, vault })
    const { wallet, wagmi, chainId } = dapp
    const story = createStory()
    const { address: account } = await getSmartAccount(
      { ...dapp.config, getClient: () => wagmi.getClient() },
      { chainId, owner: wallet.address },
    )
    const policy = story.policy(account)

    let latest: Everything | undefined
    const now = () => {
      if (!latest) throw new Error('It was not rendered.')
      return latest
    }
    const onRender = (all: Everything) => {
      latest = all
    }
    const Dapp = dapp.wrapper
    const { container } = render(
      <Dapp>
        <Page policy={policy} onRender={onRender} />
        <SessionApprovalModal />
      </Dapp>,
    )

    const looked: string[] = []
    /** @param known Something that the state has in this step: the search must have come by it. */
    const expectClean = (step: string, known: string) => {
      for (const [index, key] of keys().entries()) {
        const { config } = dapp
        const roots = { ...stateOf(container, dapp.queryClient), latest, config, wagmi }
        const { places, texts } = findKeyBytes({ ...roots, logged }, key)
        expect(places, `${step}, key ${index}`).toEqual([])
        const isThere = [...texts].some((text) => text.toLowerCase().includes(known.toLowerCase()))
        expect(isThere, `${step}: ${known} was looked at`).toBe(true)
      }
      looked.push(step)
    }

    await eventually(() => now().key.status).toBe('absent')
    wallet.answer = 'wait'
    const request = now().key.requestAsync()
    const dialog = await screen.findByRole('alertdialog')
    await waitFor(() => expect(dialog).toBeVisible())
    // Before there is something to review, Approve stands there without its risks.
    const risks = await within(dialog).findAllByRole('checkbox', {
      name: 'I understand, and want this',
    })
    await waitFor(() => expect(risks[0]).toBeVisible())
    for (const risk of risks) await userEvent.click(risk)
    await clickButton('Approve')
    await eventually(() => wallet.signatureRequests).toBe(1)
    const [key] = keys()
    const keyAddress = privateKeyToAddress(key ?? '0x')
    expectClean('while the wallet asks', keyAddress)

    wallet.answer = 'sign'
    wallet.settle('sign')
    const session = await request
    expect(isAddressEqual(session.keyAddress, keyAddress)).toBe(true)
    await eventually(() => now().session.data?.status).toBe('ACTIVE')
    expectClean('granted', keyAddress)
    await clickButton('Done')
    await waitFor(() => expect(dialog).not.toBeInTheDocument())
    expectClean('closed', keyAddress)

    await faucet(account)
    const { transactionHash } = await now().send.mutateAsync({
      calls: [story.mint(account), story.pay('1')],
    })
    await eventually(() => now().send.data?.transactionHash).toBe(transactionHash)
    expectClean('sent', transactionHash)
    await expect(now().send.mutateAsync({ calls: [story.pay('2')] })).rejects.toThrow()
    await eventually(() => now().send.isError).toBe(true)
    expectClean('refused', now().send.error?.shortMessage ?? '')
    await now().revoke.mutateAsync({ sessionIds: [session.id] })
    await eventually(() => now().session.data?.status).toBe('REVOKED')
    expectClean('revoked', keyAddress)

    expect(keys()).toHaveLength(1)
    expect(looked).toHaveLength(6)
  })
})

describe('the search itself', () => {
  const key = generatePrivateKey()
  const bytes = hexToBytes(key)

  test.each<[string, unknown]>([
    ['hexadecimal', key],
    ['hexadecimal without 0x', key.slice(2)],
    ['upper case', key.slice(2).toUpperCase()],
    ['base64', btoa(String.fromCharCode(...bytes))],
    ['base64, behind other bytes', btoa(`x${String.fromCharCode(...bytes)}`)],
    ['bytes', bytes],
    ['a buffer', bytes.buffer],
    ['a list of numbers', [...bytes]],
    ['JSON of bytes', JSON.stringify([...bytes])],
    ['a big integer', hexToBigInt(key)],
    ['a part of it', `of no use: ${key.slice(20, 40)}`],
    ['a map', new Map([['a', new Set([{ deep: key }])]])],
    ['an error', new Error(`It was ${key}.`)],
  ])('finds a key as %s, wherever a component keeps it', async (_, kept) => {
    const dapp = await createReactDapp()
    const Dapp = dapp.wrapper
    const get = () => kept
    for (const [where, Leak] of Object.entries(leaks)) {
      const { container, unmount } = render(
        <Dapp>
          <Leak get={get} />
        </Dapp>,
      )
      // a mutation has its data a moment after it was rendered
      await waitFor(() => {
        const { places } = findKeyBytes(stateOf(container, dapp.queryClient), key)
        expect(places, where).not.toEqual([])
      })
      unmount()
      dapp.queryClient.clear()
    }
    const clean = render(
      <Dapp>
        <p>nothing</p>
      </Dapp>,
    )
    expect(findKeyBytes(stateOf(clean.container, dapp.queryClient), key).places).toEqual([])
  })
})
