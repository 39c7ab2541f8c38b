import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext } from 'playwright'

/**
 * Cuts all tabs of a browser off, or joins them again. Playwright tells one tab after the other and
 * stops at one that is just being closed: then all are told once more, when that one is gone.
 */
export async function setOffline(context: BrowserContext, isOffline: boolean): Promise<void> {
  for (let attempts = 0; ; attempts++)
    try {
      return await context.setOffline(isOffline)
    } catch (error) {
      // a browser that is gone, or something else than a tab
      if (attempts === 100 || !context.browser()?.isConnected()) throw error
      await sleep(20)
    }
}
