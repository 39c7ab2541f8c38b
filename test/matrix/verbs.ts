import { type Address, encodeFunctionData, parseUnits } from 'viem'
import { grantSession } from '../../src/actions/grantSession.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { erc20Transfer } from '../../src/policies/erc20Transfer.ts'
import type { Policy } from '../../src/types/Policy.ts'
import type { MatrixDevnet, Page } from './openPage.ts'

export const verbNames = ['first grant', 'grant', 'send', 'revoke'] as const
export type VerbName = (typeof verbNames)[number]

export const mintAbi = [
  {
    type: 'function',
    name: 'safeMint',
    inputs: [{ name: 'to', type: 'address' }],
    outputs: [],
    stateMutability: 'nonpayable',
  },
] as const

const shop: Address = '0x5f0b5f0b5f0b5f0b5f0b5f0b5f0b5f0b5f0b5f0b'

/** Mint to the account itself. */
export function mintPolicy({ contracts }: MatrixDevnet, account: Address): Policy {
  const call = { address: contracts.nft, abi: mintAbi, functionName: 'safeMint' } as const
  return definePolicy({
    permissions: [contractCall({ ...call, args: { to: account } })],
    expiresIn: { hours: 2 },
  })
}

/** Pay the shop one USDC. */
export function payPolicy({ contracts }: MatrixDevnet): Policy {
  return definePolicy({
    permissions: [
      erc20Transfer({ token: contracts.usdc, to: shop, maxAmount: parseUnits('1', 6) }),
    ],
    expiresIn: { hours: 2 },
  })
}

export interface VerbContext {
  devnet: MatrixDevnet
  page: Page
  account: Address
  /** The sessions that are live, oldest first. */
  sessionIds: readonly string[]
  signal?: AbortSignal | undefined
}

export interface Verb {
  /** How many sessions live before it; with none, the account has no code on the chain yet. */
  live: 0 | 1 | 2
  run(context: VerbContext): Promise<unknown>
}

const grant: Verb['run'] = ({ devnet, page: { config, wallet }, signal }) =>
  grantSession(config, { policy: payPolicy(devnet), chainId: devnet.chainId, wallet, signal })

/** What the matrix is about. */
export const verbs: Readonly<Record<VerbName, Verb>> = {
  // it deploys the account, and enables the modules
  'first grant': { live: 0, run: grant },
  grant: { live: 1, run: grant },
  send: {
    live: 1,
    run: ({ devnet, page: { config }, account, sessionIds: [sessionId = ''], signal }) =>
      sendSessionTransaction(config, {
        sessionId,
        chainId: devnet.chainId,
        account,
        calls: [
          {
            to: devnet.contracts.nft,
            data: encodeFunctionData({ abi: mintAbi, functionName: 'safeMint', args: [account] }),
          },
        ],
        signal,
      }),
  },
  revoke: {
    live: 2,
    run: ({ devnet, page: { config, wallet }, sessionIds, signal }) =>
      revokeSessions(config, {
        sessionIds: sessionIds.slice(-1),
        chainId: devnet.chainId,
        wallet,
        signal,
      }),
  },
}
