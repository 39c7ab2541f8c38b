import { HttpRequestError, http, type Transport } from 'viem'

/**
 * The transport to a bundler or paymaster by its address. The status of an answer is kept also where
 * its body is a JSON-RPC error, or is empty and called JSON: gates say more with it than services do.
 */
export function serviceTransport(url: string): Transport {
  return http(url, {
    retryCount: 0,
    async onFetchResponse(response) {
      if (response.ok) return
      const { status, headers } = response
      const details = (await response.clone().text()) || response.statusText
      throw new HttpRequestError({ url, status, headers, details })
    },
  })
}
