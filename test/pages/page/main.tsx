import * as Radix from '@radix-ui/react-dialog'
import { useEffect, useRef } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { createGrant } from '../../../stories/fixtures/createGrant.ts'
import { KitProviders } from '../../../stories/fixtures/KitProviders.tsx'
import { policies } from '../../../stories/fixtures/policies.ts'
import { StoryDialog } from '../../../stories/fixtures/StoryDialog.tsx'
import { states } from '../../../stories/fixtures/states.ts'
import type { HostPage, HostSetup } from './HostPage.ts'

/** A dapp's page. It opens a dialog of its own, and then the approval. */
const seen: HostPage['seen'] = { approved: 0, closed: 0, gaveUp: 0, dappDialogClosed: 0 }
const grant = createGrant(policies.mintAndPay)

function RadixDialog() {
  return (
    <Radix.Root
      defaultOpen
      onOpenChange={(open) => {
        if (!open) seen.dappDialogClosed += 1
      }}
    >
      <Radix.Portal>
        <Radix.Overlay style={{ position: 'fixed', inset: 0, zIndex: 50, background: '#0008' }} />
        <Radix.Content
          aria-describedby={undefined}
          style={{ position: 'fixed', top: 40, left: 40, zIndex: 50, background: '#fff' }}
        >
          <Radix.Title>The dapp's dialog</Radix.Title>
          <input aria-label="Amount" />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function NativeDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      id="native"
      ref={dialog}
      // what is fixed in it would be laid out in it, and clipped
      style={{ transform: 'scale(1)', overflow: 'hidden', width: 320, height: 200 }}
      onClose={() => {
        seen.dappDialogClosed += 1
      }}
    >
      <p>The dapp's dialog</p>
      <input aria-label="Amount" />
    </dialog>
  )
}

function Header() {
  return (
    <header
      style={{
        position: 'fixed',
        inset: '0 0 auto',
        height: 950,
        zIndex: 1000,
        background: '#fff',
      }}
    >
      <button type="button">Menu</button>
    </header>
  )
}

function Page({ surroundings, state, stopWaitingAfter, isInShadow }: HostSetup) {
  return (
    <KitProviders>
      <main>
        <a href="#elsewhere">A link of the page</a>
        <StoryDialog
          closed
          state={state === 'reviewing' ? states.reviewing(grant) : states.awaitingWallet(grant)}
          stopWaitingAfter={stopWaitingAfter}
          container={isInShadow ? createShadow() : undefined}
          onApprove={() => {
            seen.approved += 1
          }}
          onClose={() => {
            seen.closed += 1
          }}
          onStopWaiting={() => {
            seen.gaveUp += 1
          }}
        />
      </main>
      {surroundings === 'radix' ? <RadixDialog /> : null}
      {surroundings === 'native' ? <NativeDialog /> : null}
      {surroundings === 'header' ? <Header /> : null}
    </KitProviders>
  )
}

/** A widget of the page with a shadow tree, in which the approval is shown. */
function createShadow(): ShadowRoot {
  const existing = document.querySelector('#widget')?.shadowRoot
  if (existing) return existing
  const widget = document.createElement('div')
  widget.id = 'widget'
  widget.innerHTML = '<button type="button" id="slotted">Slotted</button>'
  const shadow = widget.attachShadow({ mode: 'open' })
  shadow.innerHTML = '<button type="button" id="inside">Inside</button><slot></slot>'
  const styles = document.querySelector('#kit')
  if (styles) shadow.append(styles.cloneNode(true))
  document.body.append(widget)
  return shadow
}

let root: Root | undefined
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))

window.hostPage = {
  seen,
  async show(setup) {
    root?.unmount()
    for (const left of document.querySelectorAll('[data-overlay], #widget, #root')) left.remove()
    Object.assign(seen, { approved: 0, closed: 0, gaveUp: 0, dappDialogClosed: 0 })
    const container = document.createElement('div')
    container.id = 'root'
    document.body.prepend(container)
    root = createRoot(container)
    root.render(<Page {...setup} />)
    // Radix listens for clicks outside a while after it opened
    for (let frames = 0; frames < 5; frames += 1) await frame()
    const [button] = [...container.querySelectorAll('button')].filter(
      ({ textContent }) => textContent === 'Mint and pay',
    )
    button?.click()
  },
}
