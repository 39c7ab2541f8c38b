import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { remote } from '../src/storage/remote/remote.ts'
import { signInToRemote } from '../src/storage/remote/signInToRemote.ts'
import type { BenchRow } from './BenchRow.ts'
import { median } from './median.ts'

const rounds = 25
const script = fileURLToPath(new URL('./storageServerProcess.ts', import.meta.url))

/**
 * How late one user's write and read are at a storage server while another user fills their quota,
 * opens streams, lists all they have and floods the sign-in, beside the same server when it is idle.
 */
export async function storageServer(): Promise<BenchRow[]> {
  const children: ChildProcess[] = []
  const start = async (...args: string[]): Promise<Record<string, unknown>> => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
    return JSON.parse(String(value)) as Record<string, unknown>
  }
  try {
    const { port } = await start('serve')
    const url = `http://127.0.0.1:${port}`
    const signIn = async () => {
      const wallet = privateKeyToAccount(generatePrivateKey())
      const { token } = await signInToRemote({
        url,
        address: wallet.address,
        chainId: 137,
        domain: 'app.example.com',
        signMessage: (message) => wallet.signMessage({ message }),
      })
      return { token, account: wallet.address }
    }
    const [greedy, other] = [await signIn(), await signIn()]
    const storage = remote({ url, token: other.token, retries: 0 })
    const address = { chainId: 137, account: other.account, kind: 'state', id: 'a' } as const
    const measure = async () => {
      const times: number[] = []
      for (let round = 0; round < rounds; round++) {
        const before = performance.now()
        await storage.put(address, round)
        const record = await storage.get(address)
        times.push(performance.now() - before)
        if (record?.value !== round) throw new Error('It was not written.')
      }
      return times
    }
    await measure()
    const idle = await measure()
    await start('flood', url, greedy.token, greedy.account)
    const loaded = await measure()
    return [
      {
        what: 'storage server: write and read beside a user who takes all there is',
        unit: 'ms',
        kit: median(loaded),
        kitMax: Math.max(...loaded),
        peer: median(idle),
        peerName: 'idle',
      },
    ]
  } finally {
    for (const child of children) child.kill('SIGKILL')
  }
}
