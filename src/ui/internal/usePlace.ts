'use client'
import { useLayoutEffect, useState } from 'react'

export interface PlaceParameters {
  isOpen: boolean
  /** Whether anything is left of it, as while it fades out. */
  isShown: boolean
  /** Where the page wants the dialog. */
  container: HTMLElement | ShadowRoot | null | undefined
  isAskingWallet: boolean
}

export interface Place {
  /** Holds the dialog, without a box of its own. It moves; what is in it keeps its state. */
  host: HTMLElement | null
  /** The page's own modal `<dialog>` that the host was put into. */
  pageModal: HTMLDialogElement | undefined
}

/**
 * Finds the place in which the dialog can be used. A modal `<dialog>` of the page makes everything
 * outside of it inert, popovers too, so while one is open the host goes into it.
 */
export function usePlace(parameters: PlaceParameters): Place {
  const { isOpen, isShown, container, isAskingWallet } = parameters
  const [host] = useState(createHost)
  const [pageModal, setPageModal] = useState<HTMLDialogElement>()

  useLayoutEffect(() => {
    if (!isOpen || !host) return
    const atFirst = openModals()
    const place = () => {
      // a dialog that opens while the wallet is asked is the wallet's, and no place for this one
      const modals = openModals().filter((modal) => !isAskingWallet || atFirst.includes(modal))
      const modal = container ? undefined : topmost(modals)
      setPageModal(modal)
      if (!put(host, container ?? modal ?? document.body)) return
      // a dialog that opens takes the focus, and one that goes takes it from what is in it
      const { activeElement, body } = document
      const isTaken = activeElement === body || modal?.contains(activeElement)
      if (isTaken && !host.contains(activeElement)) lastFocused?.focus({ preventScroll: true })
    }
    let lastFocused = host.contains(document.activeElement)
      ? (document.activeElement as HTMLElement)
      : undefined
    const remember = ({ target }: FocusEvent) => {
      lastFocused = target as HTMLElement
    }
    host.addEventListener('focusin', remember)
    place()
    const observer = new MutationObserver(place)
    observer.observe(document, { subtree: true, childList: true, attributeFilter: ['open'] })
    return () => {
      observer.disconnect()
      host.removeEventListener('focusin', remember)
    }
  }, [isOpen, host, container, isAskingWallet])

  useLayoutEffect(() => {
    if (!isOpen && !isShown) host?.remove()
  }, [isOpen, isShown, host])
  useLayoutEffect(() => () => host?.remove(), [host])

  return { host, pageModal }
}

function createHost(): HTMLElement | null {
  if (typeof document === 'undefined') return null
  const host = document.createElement('div')
  host.dataset.gkHost = ''
  host.style.display = 'contents'
  return host
}

function openModals(): HTMLDialogElement[] {
  // environments without a browser's selectors have no top layer either
  if (!globalThis.CSS?.supports?.('selector(:modal)')) return []
  return [...document.querySelectorAll<HTMLDialogElement>('dialog:modal')]
}

/** The one opened last: it makes the others inert, and what is inert is not hit. */
function topmost(modals: readonly HTMLDialogElement[]): HTMLDialogElement | undefined {
  if (modals.length < 2) return modals[0]
  const hit = document.elementFromPoint(innerWidth / 2, innerHeight / 2)
  return (
    modals.find((modal) => modal.contains(hit) && !modals.some(isInside(modal))) ?? modals.at(-1)
  )
}

function isInside(outer: Element) {
  return (inner: Element) => inner !== outer && outer.contains(inner)
}

type Movable = (HTMLElement | ShadowRoot) & { moveBefore?(node: Node, child: Node | null): void }

/** Whether it was somewhere else. */
function put(host: HTMLElement, parent: Movable): boolean {
  if (host.parentNode === parent) return false
  // focus and scroll position stay where the browser can move without removing
  if (parent.moveBefore && host.isConnected && parent.isConnected) parent.moveBefore(host, null)
  else parent.append(host)
  return true
}
