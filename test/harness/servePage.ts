import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'vite'

export interface ServedPage {
  url: string
  stop(): Promise<void>
}

/** Bundles a script and serves it as a page: storage needs an origin. */
export async function servePage(entry: string): Promise<ServedPage> {
  const bundles = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'page' } },
  })
  const [bundle] = Array.isArray(bundles) ? bundles : [bundles]
  const script = bundle && 'output' in bundle ? bundle.output[0].code : ''
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(`<script>${script}</script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
