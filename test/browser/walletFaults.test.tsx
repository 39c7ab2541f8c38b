import '../../src/ui/styles.css'
import { renderHook, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import type { Address, Hex, LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount, toAccount } from 'viem/accounts'
import { beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { useConnection } from 'wagmi'
import { connect } from 'wagmi/actions'
import { getSessions } from '../../src/actions/getSessions.ts'
import { getSmartAccount } from '../../src/actions/getSmartAccount.ts'
import type { BaseError } from '../../src/errors/BaseError.ts'
import { ChainMismatchError } from '../../src/errors/ChainMismatchError.ts'
import { ContractOwnerError } from '../../src/errors/ContractOwnerError.ts'
import { OwnerMismatchError } from '../../src/errors/OwnerMismatchError.ts'
import { UserRejectedError } from '../../src/errors/UserRejectedError.ts'
import { WalletError } from '../../src/errors/WalletError.ts'
import { WalletNotConnectedError } from '../../src/errors/WalletNotConnectedError.ts'
import { useRevokeSessions } from '../../src/hooks/useRevokeSessions.ts'
import { useSessionKey } from '../../src/hooks/useSessionKey.ts'
import { useSessions } from '../../src/hooks/useSessions.ts'
import type { Session } from '../../src/types/Session.ts'
import { SessionApprovalModal } from '../../src/ui/SessionApprovalModal.tsx'
import { clickButton } from '../harness/clickButton.ts'
import {
  createReactDapp,
  createStory,
  eventually,
  otherChainId,
} from '../harness/createReactDapp.tsx'
import { createLocalWallet, type LocalWallet } from '../harness/localConnector.ts'

const said = vi.spyOn(console, 'error')

beforeEach(() => {
  said.mockClear()
})

const coded = (code: number | string, more: object = {}) =>
  Object.assign(new Error('x'), { code, ...more })
const throwing = (error: unknown) => () => {
  throw error
}
const dialog = () => screen.queryByRole('alertdialog')
const seen = (text: string | RegExp) => waitFor(() => expect(dialog()).toHaveTextContent(text))
const offered = (name: string | RegExp) =>
  waitFor(() => expect(screen.getByRole('button', { name })).toBeVisible())
const closed = () => waitFor(() => expect(dialog()).not.toBeInTheDocument())

/** A promise whose rejection is looked at later. */
const settled = <value,>(promise: Promise<value>) => promise.catch((error: unknown) => error)

/** A page with a session key hook, a list and the modal, whose wallet's prompt may be given up at once. */
async function openPage(wallet?: LocalWallet) {
  const dapp = await createReactDapp(wallet ? { wallet } : {})
  const story = createStory()
  const policy = story.mintPolicy(story.shop)
  /** What each render showed. */
  const shown: { owner: Address | undefined; chainId: number | undefined; sessions: Session[] }[] =
    []
  const { wrapper: Wrapper } = dapp
  const rendered = renderHook(
    () => {
      const { address, chainId } = useConnection()
      const { data: sessions } = useSessions()
      shown.push({ owner: address, chainId, sessions: sessions ?? [] })
      return { key: useSessionKey({ policy }), revoke: useRevokeSessions(), sessions }
    },
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <Wrapper>
          {children}
          <SessionApprovalModal stopWaitingAfter={0} />
        </Wrapper>
      ),
    },
  )
  const now = () => rendered.result.current
  const config = {
    ...dapp.config,
    getClient: (chainId: number) =>
      dapp.wagmi.getClient({ chainId: chainId as typeof otherChainId }),
  }
  const owner = dapp.wallet.address
  return {
    ...dapp,
    owner,
    now,
    shown,
    async stored(of = owner) {
      const { chainId } = dapp
      const { address } = await getSmartAccount(config, { chainId, owner: of })
      return getSessions(config, { chainId, account: address })
    },
    /** All records, as text. */
    async dump() {
      const { records } = await dapp.config.storage.list({})
      return JSON.stringify(records.filter(({ address }) => address.kind !== 'root'))
    },
    /** Asks, and waits until the user can approve. */
    async ask() {
      const answer = settled(now().key.requestAsync())
      await offered('Approve')
      return { promise: answer }
    },
    /** Asks, approves, and closes the modal. */
    async grant() {
      const answer = settled(now().key.requestAsync())
      await offered('Approve')
      await clickButton('Approve')
      await seen('Session granted')
      await clickButton('Done')
      await closed()
      return (await answer) as Session
    },
    async asked(count: number) {
      await eventually(() => dapp.wallet.signatureRequests).toBe(count)
    },
    async reconnect() {
      const [connector] = dapp.wagmi.connectors
      if (!connector) throw new Error('There is no wallet.')
      await connect(dapp.wagmi, { connector })
    },
  }
}

const other = privateKeyToAccount(generatePrivateKey())

type Fault = [
  name: string,
  answer: LocalWallet['answer'],
  type: new (...parameters: never[]) => BaseError,
  words: string,
]
const faults: readonly Fault[] = [
  ['4001', throwing(coded(4001)), UserRejectedError, 'You declined in your wallet'],
  [
    '4001, wrapped',
    throwing({ code: -32603, data: { originalError: { code: 4001 } } }),
    UserRejectedError,
    'You declined in your wallet',
  ],
  [
    'ACTION_REJECTED',
    throwing(coded('ACTION_REJECTED')),
    UserRejectedError,
    'You declined in your wallet',
  ],
  ['4100', throwing(coded(4100)), WalletError, 'does not let this page use the account'],
  ['4200', throwing(coded(4200)), WalletError, 'cannot sign messages'],
  ['4900', throwing(coded(4900)), WalletError, 'The wallet is disconnected'],
  ['4901', throwing(coded(4901)), WalletError, 'The wallet is disconnected'],
  ['-32002', throwing(coded(-32002)), WalletError, 'waits for an answer to another request'],
  ['-32603', throwing(coded(-32603)), WalletError, 'The wallet could not sign'],
  ['a string', throwing('no'), WalletError, 'The wallet could not sign'],
  ['undefined', throwing(undefined), WalletError, 'The wallet could not sign'],
  ['garbage', () => '0x1234', WalletError, 'not a signature of a key'],
  [
    'a signature of another account',
    () => other.signMessage({ message: 'x' }),
    OwnerMismatchError,
    "The signature is not the owner's",
  ],
]

describe('a wallet that fails', () => {
  test.each(faults)('%s, at a grant: said in words, tried again, closed', async (...fault) => {
    const [, answer, type, words] = fault
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const { promise } = await it.ask()
    it.wallet.answer = answer
    await clickButton('Approve')
    await seen(words)
    await clickButton('Try again')
    await offered('Approve')
    await clickButton('Approve')
    await seen(words)
    await clickButton('Close')
    await closed()
    expect(await promise).toBeInstanceOf(type)
    expect(it.sent()).toBe(0)
    expect(await it.dump()).toBe('[]')
    expect(said).not.toHaveBeenCalled()
  })

  test('nothing of it is in the way of the next grant', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const { promise } = await it.ask()
    it.wallet.answer = throwing(coded(4900))
    await clickButton('Approve')
    await seen('The wallet is disconnected')
    it.wallet.answer = 'sign'
    await clickButton('Try again')
    await clickButton('Approve')
    await seen('Session granted')
    await clickButton('Done')
    expect(await promise).toMatchObject({ status: 'ACTIVE' })
  })

  test('a revocation: the error says it, and the session stays', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const session = await it.grant()
    const before = await it.dump()
    for (const [name, answer, type] of faults) {
      it.wallet.answer = answer
      const error = await settled(it.now().revoke.mutateAsync({ sessionIds: [session.id] }))
      expect([name, error]).toEqual([name, expect.any(type)])
      expect(it.now().key.status).toBe('ACTIVE')
    }
    expect(it.sent()).toBe(1)
    expect(await it.dump()).toBe(before)
    expect(said).not.toHaveBeenCalled()
    it.wallet.answer = 'sign'
    await it.now().revoke.mutateAsync({ sessionIds: [session.id] })
    await eventually(() => it.now().key.status).toBe('REVOKED')
  })
})

describe('a wallet that does not answer', () => {
  test('a grant: Escape gives up and closes; what is signed later is thrown away', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const { promise } = await it.ask()
    it.wallet.answer = 'wait'
    await clickButton('Approve')
    await it.asked(1)
    await offered('Stop waiting')
    await userEvent.keyboard('{Escape}')
    await seen('You stopped waiting for your wallet')
    await userEvent.keyboard('{Escape}')
    await closed()
    expect(await promise).toBeInstanceOf(UserRejectedError)
    expect(await it.dump()).toBe('[]')

    it.wallet.answer = 'sign'
    it.wallet.settle('sign')
    const session = await it.grant()
    expect(it.sent()).toBe(1)
    expect(await it.stored()).toMatchObject([{ id: session.id, status: 'ACTIVE' }])
    expect(said).not.toHaveBeenCalled()
  })

  test('a revocation: the signal gives up; what is signed later is thrown away', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const session = await it.grant()
    const giveUp = new AbortController()
    it.wallet.answer = 'wait'
    const variables = { sessionIds: [session.id], signal: giveUp.signal }
    const revoking = settled(it.now().revoke.mutateAsync(variables))
    await it.asked(2)
    giveUp.abort()
    expect(await revoking).toMatchObject({ name: 'AbortedError', chainEffect: 'none' })
    it.wallet.answer = 'reject'
    it.wallet.settle('sign')
    // the account is free, and asks again
    await settled(it.now().revoke.mutateAsync({ sessionIds: [session.id] }))
    expect(it.sent()).toBe(1)
    expect(it.now().key.status).toBe('ACTIVE')
    expect(said).not.toHaveBeenCalled()
  })
})

describe('another account', () => {
  test('during the review: the modal closes, and the page is the new account’s at once', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const session = await it.grant()
    const { promise } = await ask(it)
    it.wallet.switchAccount(1)
    await closed()
    expect(await promise).toBeInstanceOf(OwnerMismatchError)
    await eventually(() => it.now().sessions).toEqual([])
    // no render showed what belongs to the other one
    const strange = it.shown.filter(
      ({ owner, sessions }) => owner !== it.owner && sessions.length > 0,
    )
    expect(strange).toEqual([])
    expect(await it.stored()).toMatchObject([{ id: session.id, status: 'ACTIVE' }])
    it.wallet.switchAccount(0)
    await eventually(() => it.now().sessions).toMatchObject([{ id: session.id }])
  })

  test('while the wallet is asked: nothing is granted to either, whoever signs', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const { promise } = await it.ask()
    let signed: Promise<Hex> | undefined
    let go = () => {}
    it.wallet.answer = async (request) => {
      await new Promise<void>((resolve) => {
        go = resolve
      })
      signed = request.signed()
      return signed
    }
    await clickButton('Approve')
    await it.asked(1)
    it.wallet.switchAccount(1)
    await closed()
    expect(await promise).toBeInstanceOf(OwnerMismatchError)
    go()
    it.wallet.answer = 'sign'
    // the new account's own grant is all that is sent
    await eventually(() => it.now().key.status).toBe('absent')
    const session = await it.grant()
    expect(await signed).toMatch(/^0x/)
    expect(it.sent()).toBe(1)
    expect(await it.stored()).toEqual([])
    expect(await it.stored(it.wallet.address)).toMatchObject([{ id: session.id }])
    expect(said).not.toHaveBeenCalled()
  })

  test('while a revocation is asked for: it stays with the account it was for', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const session = await it.grant()
    it.wallet.answer = ({ signed }) => {
      it.wallet.switchAccount(1)
      return signed()
    }
    await it.now().revoke.mutateAsync({ sessionIds: [session.id] })
    expect(await it.stored()).toMatchObject([{ id: session.id, status: 'REVOKED' }])
    expect(await it.stored(it.wallet.address)).toEqual([])
  })

  test('whose signature comes back: nothing is sent', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const { promise } = await it.ask()
    it.wallet.answer = () => other.signMessage({ message: 'x' })
    await clickButton('Approve')
    await seen("The signature is not the owner's")
    await clickButton('Close')
    expect(await promise).toBeInstanceOf(OwnerMismatchError)
    expect(it.sent()).toBe(0)
  })
})

describe('another chain', () => {
  test('before the wallet is asked: said in words, and gone back to', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const { promise } = await it.ask()
    it.wallet.switchChain(otherChainId)
    await offered(/^Switch to/)
    await clickButton(/^Switch to/)
    await offered('Approve')
    await clickButton('Approve')
    await seen('Session granted')
    await clickButton('Done')
    expect(await promise).toMatchObject({ status: 'ACTIVE', chainId: it.chainId })
  })

  test('while the wallet is asked: the grant is for the chain that was shown', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const { promise } = await it.ask()
    it.wallet.answer = ({ signed }) => {
      it.wallet.switchChain(otherChainId)
      return signed()
    }
    await clickButton('Approve')
    await seen('Session granted')
    await clickButton('Done')
    expect(await promise).toMatchObject({ status: 'ACTIVE', chainId: it.chainId })
    await eventually(() => it.now().sessions).toEqual([])
    const strange = it.shown.filter(({ chainId, sessions }) =>
      sessions.some((session) => session.chainId !== chainId),
    )
    expect(strange).toEqual([])
  })

  test('between the click and the prompt of a revocation: nothing is signed', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const session = await it.grant()
    const revoking = settled(it.now().revoke.mutateAsync({ sessionIds: [session.id] }))
    it.wallet.switchChain(otherChainId)
    expect(await revoking).toBeInstanceOf(ChainMismatchError)
    expect(it.wallet.signatureRequests).toBe(1)
    expect(await it.stored()).toMatchObject([{ id: session.id, status: 'ACTIVE' }])
  })
})

describe('a wallet that disconnects', () => {
  test('while it is asked: nobody declined, nothing is granted, and it can be asked again', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const { promise } = await it.ask()
    it.wallet.answer = 'wait'
    await clickButton('Approve')
    await it.asked(1)
    it.wallet.disconnect()
    await closed()
    expect(await promise).toBeInstanceOf(WalletNotConnectedError)
    await eventually(() => it.now().key.status).toBe('disconnected')
    it.wallet.settle('sign')
    it.wallet.answer = 'sign'
    await it.reconnect()
    await eventually(() => it.now().key.status).toBe('absent')
    const session = await it.grant()
    expect(it.sent()).toBe(1)
    expect(await it.stored()).toMatchObject([{ id: session.id }])
  })

  test('after the grant was sent: it goes on, and is there after the reconnect', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const { promise } = await it.ask()
    const mine = it.network.hold('eth_getLogs')
    await clickButton('Approve')
    await seen(/You can close this; it goes on/)
    it.wallet.disconnect()
    await closed()
    mine()
    expect(await promise).toMatchObject({ status: 'ACTIVE' })
    expect(it.now().sessions).toBeUndefined()
    await it.reconnect()
    await eventually(() => it.now().key.status).toBe('ACTIVE')
  })

  test('before a revocation: there is nobody to ask', async () => {
    const it = await openPage()
    await eventually(() => it.now().key.status).toBe('absent')
    const session = await it.grant()
    it.wallet.disconnect()
    const error = await settled(it.now().revoke.mutateAsync({ sessionIds: [session.id] }))
    expect(error).toBeInstanceOf(WalletNotConnectedError)
    expect(await it.stored()).toMatchObject([{ id: session.id, status: 'ACTIVE' }])
  })
})

test('a contract wallet: the modal says that it cannot own an account', async () => {
  const { chainId, rpcUrl, contracts } = inject('devnet')
  const contract = toAccount({
    address: contracts.nft,
    signMessage: () => other.signMessage({ message: 'x' }),
    signTransaction: () => Promise.reject(new Error('It signs messages alone.')),
    signTypedData: () => Promise.reject(new Error('It signs messages alone.')),
  }) as LocalAccount
  const it = await openPage(createLocalWallet({ chainId, rpcUrl, accounts: [contract] }))
  await eventually(() => it.now().key.status).toBe('absent')
  const answer = settled(it.now().key.requestAsync())
  await seen('is a smart contract, and cannot own a smart account here')
  await seen('Connect a wallet with a key of its own')
  await clickButton('Close')
  expect(await answer).toBeInstanceOf(ContractOwnerError)
  expect(it.wallet.signatureRequests).toBe(0)
  expect(await it.dump()).toBe('[]')
})

/** Opens the approval of another session while there is one. */
async function ask(it: Awaited<ReturnType<typeof openPage>>) {
  const promise = settled(it.now().key.renewAsync())
  await offered('Approve')
  return { promise }
}
