import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Address } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { signInToRemote } from '../../src/storage/remote/signInToRemote.ts'
import { createStorageHandler } from '../../src/storage/server/createStorageHandler.ts'
import type { StorageServerParameters } from '../../src/storage/server/StorageServerParameters.ts'
import { toNodeListener } from '../../src/storage/server/toNodeListener.ts'

export const serverSecret = '5e'.repeat(32)

export interface TestServer {
  url: string
  handler: (request: Request) => Promise<Response>
  /** A token for these accounts, by a wallet that was made for it. */
  signIn(accounts: readonly Address[]): Promise<string>
  stop(): Promise<void>
}

/** The handler on a real HTTP server. */
export async function createStorageServer(
  parameters: Pick<StorageServerParameters, 'storage'> & Partial<StorageServerParameters>,
): Promise<TestServer> {
  const { basePath = '/sessions' } = parameters
  const accountsBySigner = new Map<string, readonly Address[]>()
  const handler = createStorageHandler({
    secret: serverSecret,
    domains: ['app.example.com'],
    chainIds: [1, 2, 9, 10, 137, 80_002],
    basePath,
    accountsOf: (signer) => accountsBySigner.get(signer.toLowerCase()) ?? [signer],
    limits: { requestsPerMinute: 1_000_000 },
    ...parameters,
  })
  const server = createServer(toNodeListener(handler))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${basePath}`
  return {
    url,
    handler,
    async signIn(accounts) {
      const wallet = privateKeyToAccount(generatePrivateKey())
      accountsBySigner.set(wallet.address.toLowerCase(), accounts)
      const { token } = await signInToRemote({
        url,
        address: wallet.address,
        chainId: 1,
        domain: 'app.example.com',
        signMessage: (message) => wallet.signMessage({ message }),
      })
      return token
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
