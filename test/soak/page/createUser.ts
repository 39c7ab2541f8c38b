import type { SoakUser } from './SoakPage.ts'
import { tellSoak } from './tellSoak.ts'

/** How often the user looks, milliseconds. */
const pace = 50

/** Sits in front of the page, and answers the approval and the wallet as they are told. */
export function createUser() {
  let answers: SoakUser = { approval: 'cancel', wallet: 'reject' }
  let validUntil: number | undefined
  let isSigning = false

  const answerWallet = async (prompt: ShadowRoot) => {
    if (isSigning) return
    isSigning = true
    // known outside before it is done: the tab may be closed in between
    if (answers.wallet === 'sign') await tellSoak({ type: 'signing', validUntil })
    prompt.querySelector<HTMLElement>(answers.wallet === 'sign' ? '.sign' : '.reject')?.click()
    isSigning = false
  }

  const answerDialog = (dialog: HTMLElement) => {
    const press = (variant: 'primary' | 'secondary') =>
      dialog
        .querySelector<HTMLElement>(
          `[data-slot=actions] [data-variant=${variant}]:not([aria-disabled])`,
        )
        ?.click()
    const { state } = dialog.dataset
    if (state === 'reviewing' && answers.approval === 'approve') {
      const [risk] = dialog.querySelectorAll<HTMLElement>('[data-acknowledge]:not(:checked)')
      if (risk) risk.click()
      else press('primary')
    } else if (state === 'reviewing' || state === 'rejected' || state === 'failed')
      press('secondary')
    else if (state === 'confirmed') press('primary')
  }

  setInterval(() => {
    const prompt = document.querySelector('[data-burner-prompt]')?.shadowRoot
    const dialog = document.querySelector<HTMLElement>('[data-gk] [data-slot=dialog]')
    if (prompt) void answerWallet(prompt)
    else if (dialog) answerDialog(dialog)
  }, pace)

  return {
    /** From now on; `granting` names the grant that is about to be asked for. */
    answer(next: SoakUser, granting?: number) {
      answers = next
      validUntil = granting
    },
  }
}
