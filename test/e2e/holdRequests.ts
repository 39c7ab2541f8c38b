import type { Page } from 'playwright'
import type { Devnet } from '../devnet/Devnet.ts'

/** Where the line goes dead. */
export interface HeldStep {
  method: string
  /** Text that the request holds as well. */
  holding?: string | undefined
  /** A method that must have passed before. */
  after?: string | undefined
  /** Whether the request is lost before it arrives, or its answer on the way back. */
  lost: 'request' | 'answer'
}

export interface HeldRequests {
  /** From now on the line goes dead at the step. Resolves when it has. */
  hold(step: HeldStep): Promise<void>
  /** Whether a request of the method arrived. */
  hasArrived(method: string): boolean
}

/**
 * Stands between a page and chain, bundler and paymaster. Once the line is dead, requests go to
 * `nowhere`, which never answers: left alone, they would be let through as the page ends.
 */
export async function holdRequests(
  page: Page,
  devnet: Devnet,
  nowhere: string,
): Promise<HeldRequests> {
  const { rpcUrl, bundlerUrl, paymasterUrl } = devnet
  const arrived = new Set<string>()
  let step: (HeldStep & { onReached(): void }) | undefined
  let isDead = false
  const isService = ({ href }: URL) =>
    [rpcUrl, bundlerUrl, paymasterUrl].some((it) => href.startsWith(it))

  await page.route(isService, async (route) => {
    // the page may be gone by now
    const pass = (url?: string) =>
      route.continue(url === undefined ? {} : { url }).catch(() => undefined)
    if (isDead) return pass(nowhere)
    const body = route.request().postData() ?? ''
    const methods = [...body.matchAll(/"method":"(\w+)"/g)].map(([, method]) => method ?? '')
    const arrive = () => {
      for (const method of methods) arrived.add(method)
    }
    const isStep =
      step !== undefined &&
      methods.includes(step.method) &&
      body.includes(step.holding ?? '') &&
      (step.after === undefined || arrived.has(step.after))
    if (!step || !isStep) {
      arrive()
      return pass()
    }
    isDead = true
    if (step.lost === 'answer') {
      await route.fetch()
      arrive()
    }
    await pass(nowhere)
    step.onReached()
  })
  return {
    hold: (next) =>
      new Promise((resolve) => {
        step = { ...next, onReached: resolve }
      }),
    hasArrived: (method) => arrived.has(method),
  }
}
