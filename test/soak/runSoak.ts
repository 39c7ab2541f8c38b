import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { type Address, isAddress, keccak256, stringToHex } from 'viem'
import { startDemo } from '../../demo/startDemo.ts'
import { chromiumArgs } from '../harness/chromiumArgs.ts'
import { chromiumPath } from '../harness/chromiumPath.ts'
import { checkDevice } from './checkDevice.ts'
import { createDevice } from './createDevice.ts'
import { createFaults } from './createFaults.ts'
import { createRandom } from './createRandom.ts'
import { createTab } from './createTab.ts'
import type { Ledger } from './Ledger.ts'
import type { Tally } from './Tally.ts'

export interface SoakReport {
  actions: Tally
  /** How the actions ended, by kind: `ok`, `gone` with their tab, or the name of the error. */
  outcomes: Tally
  faults: Tally
  checks: number
  sessions: number
  violations: readonly string[]
}

const tabCount = 4
/** How often everything is let come to rest and compared with the chain, milliseconds. */
const roundLength = 30_000

/**
 * Four tabs of one browser, and now and then another device, do at random what users and networks
 * do; every half minute all of it is compared with the chain. What is done follows from the seed;
 * how it meets in time does not.
 */
export async function runSoak(parameters: {
  seconds: number
  seed: number
  log?: (line: string) => void
}): Promise<SoakReport> {
  const { seconds, seed, log = () => {} } = parameters
  const ledger: Ledger = {
    grants: new Map(),
    minted: 0,
    uncertainMints: 0,
    privateKeys: new Set(),
    proven: new Map(),
    consoleText: [],
    actions: {},
    outcomes: {},
    violations: [],
  }
  const demo = await startDemo({
    mode: 'built',
    root: fileURLToPath(new URL('page', import.meta.url)),
  })
  const { devnet, url } = demo
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArgs],
  })
  try {
    const ownerKey = keccak256(stringToHex(`soak ${seed}`))
    const here = await createDevice(browser, { name: 'browser', url, ownerKey, ledger })
    const elsewhere = await createDevice(browser, { name: 'other device', url, ownerKey, ledger })
    const faults = await createFaults(here.context, devnet, createRandom(seed, 'faults'))
    const first = await here.openTab()
    const account = (await first.evaluate(() => globalThis.soak?.account())) as Address | undefined
    if (!account || !isAddress(account)) throw new Error('The page has no account.')
    await fund(devnet.faucetUrl, account)
    const marks = createMarks()
    const tabs = await Promise.all(
      Array.from({ length: tabCount }, async (_, slot) =>
        createTab(here, {
          page: slot === 0 ? first : await here.openTab(),
          random: createRandom(seed, `tab ${slot}`),
          ledger,
          marks,
        }),
      ),
    )
    const other = createTab(elsewhere, {
      page: await elsewhere.openTab(),
      random: createRandom(seed, 'other device'),
      ledger,
      marks,
    })

    let checks = 0
    const end = Date.now() + seconds * 1_000
    while (Date.now() < end && ledger.violations.length === 0) {
      const round = AbortSignal.timeout(Math.min(roundLength, Math.max(end - Date.now(), 1)))
      await Promise.all([
        faults.run(round),
        ...tabs.map((tab) => tab.actUntil(round)),
        other.actRarely(round),
      ])
      const pages = tabs.map(({ page }) => page())
      await checkDevice(here, pages, { devnet, account, ledger, isDeviceOfSends: true })
      await checkDevice(elsewhere, [other.page()], {
        devnet,
        account,
        ledger,
        isDeviceOfSends: false,
      })
      checks += 1
      log(
        `check ${checks}: ${JSON.stringify(ledger.actions)}, ${ledger.violations.length} violations`,
      )
    }
    return {
      actions: ledger.actions,
      outcomes: ledger.outcomes,
      faults: faults.counts,
      checks,
      sessions: ledger.proven.size,
      violations: ledger.violations,
    }
  } finally {
    await browser.close()
    await demo.stop()
  }
}

/** Ends of grants, each given out once. Unix seconds. */
function createMarks() {
  const taken = new Set<number>()
  return (inSeconds: number): number => {
    let mark = Math.floor(Date.now() / 1_000) + inSeconds
    while (taken.has(mark)) mark += 1
    taken.add(mark)
    return mark
  }
}

async function fund(faucetUrl: string, address: Address): Promise<void> {
  const response = await fetch(faucetUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ address }),
  })
  if (!response.ok) throw new Error(`The faucet answered ${response.status}.`)
}
