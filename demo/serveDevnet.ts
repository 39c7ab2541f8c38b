import type { Connect, Plugin } from 'vite'
import type { DemoDevnet } from './DemoDevnet.ts'

/** Serves `/devnet.json`, so that a page that was built earlier finds the devnet that runs now. */
export function serveDevnet(devnet: DemoDevnet): Plugin {
  const serve: Connect.NextHandleFunction = (_, response) => {
    response.setHeader('content-type', 'application/json')
    response.setHeader('cache-control', 'no-store')
    response.end(JSON.stringify(devnet))
  }
  return {
    name: 'grantkit-demo-devnet',
    configureServer: (server) => void server.middlewares.use('/devnet.json', serve),
    configurePreviewServer: (server) => void server.middlewares.use('/devnet.json', serve),
  }
}
