import type { BundlerClient } from '../account/createBundlerClient.ts'
import type { PaymasterClient } from '../account/createPaymasterClient.ts'
import { lazyChunk } from '../utils/lazyChunk.ts'

type Services = typeof import('../account/services.ts')

/** Sending needs it, and showing does not: a page's first script is without it. */
export const servicesChunk = lazyChunk<Services>(
  'the client of bundlers and paymasters',
  () => import('../account/services.ts'),
)

/** The client of a bundler, which is loaded with its first request. */
export function lazyBundlerClient(
  ...parameters: Parameters<Services['createBundlerClient']>
): BundlerClient {
  const client = once((services) => services.createBundlerClient(...parameters))
  return {
    getGasFees: async (...args) => (await client()).getGasFees(...args),
    raiseFees: async (...args) => (await client()).raiseFees(...args),
    estimateGas: async (...args) => (await client()).estimateGas(...args),
    getFunds: async (...args) => (await client()).getFunds(...args),
    send: async (...args) => (await client()).send(...args),
    knows: async (...args) => (await client()).knows(...args),
    hasDropped: async (...args) => (await client()).hasDropped(...args),
  }
}

/** The client of a paymaster, which is loaded with its first request. */
export function lazyPaymasterClient(
  ...parameters: Parameters<Services['createPaymasterClient']>
): PaymasterClient {
  const client = once((services) => services.createPaymasterClient(...parameters))
  return { sponsor: async (...args) => (await client()).sponsor(...args) }
}

function once<client>(create: (services: Services) => client): () => Promise<client> {
  let made: client | undefined
  return async () => {
    const services = await servicesChunk.load()
    made ??= create(services)
    return made
  }
}
