'use client'
import { useLayoutEffect } from 'react'

/**
 * Makes what stands in the page when the dialog opens inert, and gives it back when it closes.
 * What is added later stays usable: a wallet may put its own prompt there.
 */
export function useInertBackground(isOpen: boolean, portal: HTMLElement | null): void {
  useLayoutEffect(() => {
    if (!isOpen || !portal) return
    const own = inDocument(portal)
    const others = [...document.body.children].filter(
      (element): element is HTMLElement =>
        element instanceof HTMLElement && !element.inert && !element.contains(own),
    )
    for (const element of others) element.inert = true
    return () => {
      for (const element of others) element.inert = false
    }
  }, [isOpen, portal])
}

/** The element itself, or the host of the shadow tree that it is in. */
function inDocument(element: Element): Element {
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? inDocument(root.host) : element
}
