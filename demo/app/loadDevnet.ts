import type { DemoDevnet } from '../DemoDevnet.ts'

/** Where the chain, the bundler and the contracts are: `npm run demo` serves it with the page. */
export async function loadDevnet(): Promise<DemoDevnet> {
  const response = await fetch('/devnet.json')
  if (!response.ok) throw new Error(`/devnet.json answered ${response.status}.`)
  return (await response.json()) as DemoDevnet
}
