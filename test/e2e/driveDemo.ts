import type { Page } from 'playwright'
import type { Address } from 'viem'

/** The parts of the demo's page, and what is done more than once. */
export function driveDemo(page: Page) {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const dialog = page.getByRole('alertdialog')
  const prompt = page.getByRole('dialog', { name: /asks: sign this hash/ })
  const ask = button('Let this page mint and pay for two hours')
  const approve = dialog.getByRole('button', { name: 'Approve' })
  /** Confirms what the approval warns of, such as that batches need the router. */
  async function confirmRisks() {
    // Before there is something to review, Approve stands there without its risks.
    await dialog.locator('[data-slot=review]').waitFor()
    for (const risk of await dialog.locator('[data-acknowledge]').all()) await risk.check()
  }
  return {
    button,
    confirmRisks,
    /** The approval. */
    dialog,
    /** The burner wallet's. */
    prompt,
    ask,
    mint: button('Mint and pay'),
    sessions: page.locator('[data-session]'),
    mined: page.locator('[data-mint=mined]'),
    failed: page.locator('[data-mint=failed]'),
    balance: (of: 'account' | 'shop' | 'blooms') => page.locator(`[data-balance=${of}]`),
    /** How often the wallet has asked. */
    prompts: async () => Number(await page.locator('[data-prompts]').textContent()),
    /** What a copy button copies. */
    async address(of: 'account' | 'wallet') {
      const copy = page.locator(`[data-copy="${of} address"]`)
      return (await copy.getAttribute('data-value')) as Address
    },
    async connect() {
      await button('Connect burner wallet').click()
    },
    async getFunds() {
      await button('Get test funds').click()
      await ask.waitFor()
    },
    /** Approves in the modal; the wallet's prompt is then open. */
    async approve() {
      await ask.click()
      await confirmRisks()
      await approve.click()
      await prompt.waitFor()
    },
    async sign() {
      await prompt.getByRole('button', { name: 'Sign' }).click()
    },
    /** Closes the approval. */
    async close(name: 'Cancel' | 'Close' | 'Done') {
      await dialog.getByRole('button', { name, exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
    },
  }
}
