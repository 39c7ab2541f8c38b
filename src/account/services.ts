/** What talks to bundlers and paymasters, with the words of their failures: one chunk. */
export { createBundlerClient } from './createBundlerClient.ts'
export { createPaymasterClient } from './createPaymasterClient.ts'
