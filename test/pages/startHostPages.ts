import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'vite'
import { type HostStyles, hostStyles } from './hostStyles.ts'

export interface HostPages {
  /** The page's address with the styles of that name. */
  url(styles: string): string
  stop(): Promise<void>
}

/** Serves one dapp's page with each of the styles that pages have. */
export async function startHostPages(): Promise<HostPages> {
  const styles = await hostStyles()
  const [kit, script] = await Promise.all([readFile('src/ui/styles.css', 'utf8'), bundle()])
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1)
    const host = styles[path]
    if (path === 'page.js') response.setHeader('content-type', 'text/javascript').end(script)
    else if (host) response.setHeader('content-type', 'text/html').end(document(host, kit))
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: (name) => `${origin}/${encodeURIComponent(name)}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function document({ before = '', after = '' }: HostStyles, kit: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>A dapp</title>
    <style>${before}</style><style id="kit">${kit}</style><style>${after}</style>
    <body><script src="/page.js"></script></body></html>`
}

async function bundle(): Promise<string> {
  const bundles = await build({
    configFile: false,
    logLevel: 'error',
    // the tests' own NODE_ENV would make it a development build
    oxc: { jsx: { development: false } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      lib: { entry: `${import.meta.dirname}/page/main.tsx`, formats: ['iife'], name: 'page' },
    },
  })
  const [only] = Array.isArray(bundles) ? bundles : [bundles]
  return only && 'output' in only ? only.output[0].code : ''
}
