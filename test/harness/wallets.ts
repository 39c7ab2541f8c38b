import { createWalletClient, custom, numberToHex, type WalletClient } from 'viem'
import type { LocalAccount } from 'viem/accounts'
import type { TestDapp } from './createTestDapp.ts'

/** A wallet in a browser that answers `personal_sign` as it is told. */
export function walletThat(
  dapp: TestDapp,
  sign: (parameters: { signed: () => Promise<string> }) => unknown,
  options: {
    /** Which chain it is on; a function answers each time that it is asked. */
    chainId?: number | (() => unknown)
    as?: LocalAccount
  } = {},
): WalletClient {
  const { chainId = dapp.chainId, as } = options
  return createWalletClient({
    account: as?.address ?? dapp.owner,
    chain: dapp.client.chain,
    transport: custom(
      {
        async request({ method, params }) {
          if (method === 'eth_chainId') {
            const answer = typeof chainId === 'function' ? await chainId() : chainId
            return typeof answer === 'number' ? numberToHex(answer) : answer
          }
          if (method !== 'personal_sign') throw new Error(`This wallet has no ${method}.`)
          const message = { raw: params[0] }
          const signed = () =>
            as
              ? as.signMessage({ message })
              : dapp.wallet.signMessage({ account: ownerOf(dapp), message })
          return sign({ signed })
        },
      },
      { retryCount: 0 },
    ),
  })
}

function ownerOf(dapp: TestDapp) {
  const { account } = dapp.wallet
  if (!account) throw new Error('The wallet has no account.')
  return account
}
