import { createSessionConfig } from 'grantkit'
import type { DemoDevnet } from '../DemoDevnet.ts'

/** Where user operations go and who pays for their gas. Sessions are kept in this browser. */
export function createSessions({ chainId, bundlerUrl, paymasterUrl }: DemoDevnet) {
  return createSessionConfig({
    bundler: { [chainId]: bundlerUrl },
    paymaster: { [chainId]: { url: paymasterUrl, type: 'biconomy' } },
  })
}
