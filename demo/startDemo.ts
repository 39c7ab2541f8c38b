import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, createServer, type InlineConfig, preview } from 'vite'
import type { Devnet } from '../test/devnet/Devnet.ts'
import { startDevnet } from '../test/devnet/startDevnet.ts'
import type { DemoDevnet } from './DemoDevnet.ts'
import { serveDevnet } from './serveDevnet.ts'

export interface StartDemoOptions {
  /** Vite's development server, or the built page as a host would serve it. */
  mode: 'dev' | 'built'
  /** The directory of another page, to be served on the devnet in the place of the demo's. */
  root?: string | undefined
  /** The next free one from here on. @default 5173 */
  port?: number | undefined
  /** Where Vite keeps the dependencies it has bundled; an empty directory is a cold start. */
  cacheDir?: string | undefined
  /** Whether the development server follows changes of the source. @default true */
  watch?: boolean | undefined
  log?: ((line: string) => void) | undefined
  /** Called after the devnet ended by itself. */
  onFailure?: ((error: Error) => void) | undefined
}

export interface Demo {
  /** Where the page is. */
  url: string
  devnet: Devnet
  /** Stops page and devnet. May be called more than once. */
  stop(): Promise<void>
}

/** Starts a devnet and the demo dapp on it. */
export async function startDemo(options: StartDemoOptions): Promise<Demo> {
  const { mode, root, port = 5173, cacheDir, watch = true, log, onFailure } = options
  const parts: (() => Promise<unknown>)[] = []
  let stopped: Promise<unknown> | undefined
  const stop = async () => {
    stopped ??= Promise.all(parts.map((stopPart) => stopPart()))
    await stopped
  }
  const base: InlineConfig = {
    configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
    logLevel: 'warn',
    ...(root !== undefined && { root }),
    ...(cacheDir !== undefined && { cacheDir }),
  }
  const starting = startDevnet({ ...(log && { log }), ...(onFailure && { onFailure }) })
  const building = mode === 'built' ? buildPage(base) : undefined

  const [started, built] = await Promise.allSettled([starting, building])
  if (started.status === 'fulfilled') parts.push(started.value.stop)
  if (built.status === 'fulfilled' && built.value) parts.push(built.value.remove)
  try {
    if (started.status === 'rejected') throw started.reason
    if (built.status === 'rejected') throw built.reason
    const devnet = started.value
    const plugins = [serveDevnet(describeDevnet(devnet))]
    if (built.value) {
      const { outDir } = built.value
      const server = await preview({ ...base, plugins, build: { outDir }, preview: { port } })
      parts.push(() => server.close())
      return { url: urlOf(server.resolvedUrls), devnet, stop }
    }
    const server = await createServer({
      ...base,
      plugins,
      server: { port, ...(!watch && { watch: { ignored: '**' } }) },
    })
    parts.push(() => server.close())
    await server.listen()
    return { url: urlOf(server.resolvedUrls), devnet, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function buildPage(base: InlineConfig) {
  const outDir = await mkdtemp(path.join(tmpdir(), 'grantkit-demo-'))
  const remove = () => rm(outDir, { recursive: true, force: true })
  try {
    // a dependency's reference to Node's worker threads is of no concern to the page
    await build({ ...base, logLevel: 'error', build: { outDir, emptyOutDir: true } })
    return { outDir, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

function urlOf(urls: { local: string[] } | null): string {
  const url = urls?.local[0]
  if (url === undefined) throw new Error('The demo has no local address.')
  return url
}

function describeDevnet(devnet: Devnet): DemoDevnet {
  const { chainId, rpcUrl, bundlerUrl, paymasterUrl, faucetUrl, contracts, accounts } = devnet
  const shop = accounts.at(-1)?.address
  if (shop === undefined) throw new Error('The devnet has no account for the shop.')
  const { nft, usdc } = contracts
  return {
    run: randomUUID(),
    chainId,
    rpcUrl,
    bundlerUrl,
    paymasterUrl,
    faucetUrl,
    nft,
    usdc,
    shop,
  }
}
