'use client'
import { useEffect, useRef } from 'react'
import type { Place } from './usePlace.ts'

/**
 * What a page listens for on its document to close its dialogs (Radix, Headless UI, Bootstrap), to
 * take the focus back, or to stop scrolling outside of them.
 */
const takenForOutside = [
  'pointerdown',
  'mousedown',
  'touchstart',
  'click',
  'focusin',
  'focusout',
  'wheel',
  'touchmove',
] as const

/**
 * Keeps what happens in the dialog from the page, for which it is outside of the page's own dialog,
 * and Escape too, which closes one dialog and not two. Escape elsewhere, as in a wallet's prompt,
 * is not this dialog's.
 */
export function useOwnEvents(
  isOpen: boolean,
  { host, pageModal }: Place,
  isAskingWallet: boolean,
  onEscape: () => void,
): void {
  const latest = useRef(onEscape)
  useEffect(() => {
    latest.current = onEscape
  })

  useEffect(() => {
    if (!isOpen || !host) return
    const stop = (event: Event) => event.stopPropagation()
    // React listens below, on the portal
    for (const type of takenForOutside) host.addEventListener(type, stop)
    return () => {
      for (const type of takenForOutside) host.removeEventListener(type, stop)
    }
  }, [isOpen, host])

  useEffect(() => {
    if (!isOpen || !host) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return
      const [target, ...around] = event.composedPath()
      const isNowhere =
        target === document.body || target === document.documentElement || target === pageModal
      // who clicked on a wallet's prompt may have left the focus nowhere
      if (!around.includes(host) && !(isNowhere && !isAskingWallet)) return
      event.preventDefault()
      event.stopPropagation()
      latest.current()
    }
    // before the document: Radix closes its dialog there, in the capture phase
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [isOpen, host, pageModal, isAskingWallet])
}
