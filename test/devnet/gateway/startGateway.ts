import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Address, isAddress } from 'viem'
import { answerJsonRpc } from './answerJsonRpc.ts'
import { createBundlerHandler } from './createBundlerHandler.ts'
import { createFaucet } from './createFaucet.ts'
import { createPaymasterHandler } from './createPaymasterHandler.ts'
import { readBody } from './readBody.ts'

const bodyLimit = 4 * 1024 * 1024

type StartGatewayParameters = {
  chainId: number
  /** 0 for any free one. */
  port: number
  rpcUrl: string
  bundlerRpcUrl: string
  paymaster: Address
}

type Reply = { status: number; body?: object }

/** Starts the HTTP server that gives the SDK the bundler, the paymaster and a faucet. */
export async function startGateway({ port, ...context }: StartGatewayParameters) {
  const routes = createRoutes(context)
  const server = createServer(async (request, response) => {
    const { status, body } = await route(routes, request).catch((error: Error) => ({
      status: 500,
      body: { error: error.message },
    }))
    response.writeHead(status, {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
      'access-control-max-age': '86400',
    })
    response.end(body === undefined ? undefined : JSON.stringify(body))
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type Context = Omit<StartGatewayParameters, 'port'>

function createRoutes({ chainId, rpcUrl, bundlerRpcUrl, paymaster }: Context) {
  return {
    faucet: createFaucet(rpcUrl),
    // The key, the last part of both, is Biconomy's; any will do here.
    jsonRpc: [
      {
        path: new RegExp(`^/api/v2/${chainId}/[^/]+$`),
        handle: createBundlerHandler(bundlerRpcUrl),
      },
      {
        path: new RegExp(`^/api/v1/${chainId}/[^/]+$`),
        handle: createPaymasterHandler({ chainId, rpcUrl, bundlerRpcUrl, paymaster }),
      },
    ],
  }
}

async function route(
  { faucet, jsonRpc }: ReturnType<typeof createRoutes>,
  request: IncomingMessage,
): Promise<Reply> {
  if (request.method === 'OPTIONS') return { status: 204 }

  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gateway')
  const endpoint = jsonRpc.find(({ path }) => path.test(pathname))
  const known = endpoint !== undefined || pathname === '/faucet' || pathname === '/health'
  if (!known) return { status: 404, body: { error: `There is nothing at ${pathname}.` } }

  const isGet = request.method === 'GET' && endpoint === undefined
  if (!isGet && request.method !== 'POST') {
    return { status: 405, body: { error: `${request.method} is not for ${pathname}.` } }
  }
  if (pathname === '/health') return { status: 200, body: { status: 'ok' } }

  const body = await readBody(request, bodyLimit)
  if (body === undefined) {
    return { status: 413, body: { error: `The body is larger than ${bodyLimit} bytes.` } }
  }
  // A JSON-RPC error comes with status 200, as from any standard bundler.
  if (endpoint) return { status: 200, body: await answerJsonRpc(body, endpoint.handle) }

  const { address, coin } = isGet ? Object.fromEntries(searchParams) : parseRequest(body)
  if (typeof address !== 'string' || !isAddress(address, { strict: false })) {
    return { status: 400, body: { error: 'Give an address: {"address": "0x…"}.' } }
  }
  return {
    status: 200,
    body: {
      transactionHashes: await faucet(
        address,
        coin === false || coin === 'false' ? 'tokens' : 'all',
      ),
    },
  }
}

function parseRequest(body: string): { address?: unknown; coin?: unknown } {
  try {
    return JSON.parse(body) ?? {}
  } catch {
    return {}
  }
}
