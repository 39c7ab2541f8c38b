import { type Address, type Hex, hexToString, isHex, size, UserRejectedRequestError } from 'viem'
import css from './prompt.css?inline'
import { promptCount } from './promptCount.ts'

/**
 * Shows the wallet's own prompt, over the page and apart from it, as an extension would.
 *
 * @throws UserRejectedRequestError when the user says no.
 */
export function askToSign({ address, message }: { address: Address; message: Hex }): Promise<void> {
  promptCount.increase()
  const isHash = size(message) === 32
  const host = document.createElement('div')
  host.dataset.burnerPrompt = ''
  const root = host.attachShadow({ mode: 'open' })
  root.innerHTML = `
    <style>${css}</style>
    <section role="dialog" aria-labelledby="title" aria-describedby="message note">
      <div class="head"><span class="mark" aria-hidden="true"></span> Burner wallet <em>demo only</em></div>
      <h2 id="title" tabindex="-1"></h2>
      <p class="message" id="message"></p>
      <p class="note" id="note"></p>
      <p class="account"></p>
      <div class="foot"><button type="button" class="reject">Reject</button><button type="button" class="sign">Sign</button></div>
    </section>`
  const part = <element extends HTMLElement>(selector: string): element => {
    const found = root.querySelector<element>(selector)
    if (!found) throw new Error(`The prompt has no ${selector}.`)
    return found
  }
  part('#title').textContent = `${location.host} asks: sign this ${isHash ? 'hash' : 'message'}`
  part('#message').textContent = isHash ? message : readable(message)
  part('#note').textContent = isHash
    ? 'A wallet cannot read a hash. Compare it with the one that the page shows.'
    : ''
  part('.account').textContent = `Account ${address.slice(0, 6)}…${address.slice(-4)}`

  const focused = document.activeElement
  return new Promise<void>((resolve, reject) => {
    const close = (settle: () => void) => {
      host.remove()
      if (focused instanceof HTMLElement) focused.focus()
      settle()
    }
    const refuse = () =>
      close(() => reject(new UserRejectedRequestError(new Error('Rejected in the burner wallet.'))))
    part('.reject').addEventListener('click', refuse)
    part('.sign').addEventListener('click', () => close(resolve))
    host.addEventListener('keydown', (event) => {
      event.stopPropagation()
      if (event.key === 'Escape') refuse()
    })
    document.body.append(host)
    part('#title').focus()
  })
}

function readable(message: Hex): string {
  return isHex(message) ? hexToString(message) : message
}
