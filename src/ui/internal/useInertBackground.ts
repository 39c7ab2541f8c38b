'use client'
import { useLayoutEffect, useRef } from 'react'
import type { Place } from './usePlace.ts'

/**
 * Makes what the page shows when the dialog opens inert, and gives it back when it closes. What is
 * added later stays usable: a wallet may put its own prompt there.
 */
export function useInertBackground(isOpen: boolean, { host, pageModal }: Place): void {
  /** All that was made inert since the dialog opened. */
  const background = useRef(new Set<HTMLElement>())

  useLayoutEffect(() => {
    if (!isOpen || !host) return
    const { current } = background
    const isFirst = current.size === 0
    // later on only the dialog that the host moved into is known to be the page's
    const others = isFirst ? beside(host, document.body) : pageModal ? beside(host, pageModal) : []
    for (const other of others) if (!other.inert && isShown(other)) current.add(other)
    const path = pathOf(host)
    for (const other of current) other.inert = !path.includes(other)
  }, [isOpen, host, pageModal])

  useLayoutEffect(() => {
    if (!isOpen) return
    const { current } = background
    return () => {
      for (const other of current) other.inert = false
      current.clear()
    }
  }, [isOpen])
}

/** The element and all that it is in, out of shadow trees too. */
function pathOf(element: Node): Node[] {
  const path: Node[] = []
  for (let node: Node | null = element; node; node = parentOf(node)) path.push(node)
  return path
}

function parentOf(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode
}

/** What is not on the way from an element up to another one. */
function beside(element: HTMLElement, end: HTMLElement): HTMLElement[] {
  const path = pathOf(element)
  return path.slice(1, path.indexOf(end) + 1).flatMap((node) =>
    // a shadow host's own children are drawn in its tree, and it is on the path as well
    [...(node as ParentNode).children].filter(
      (child): child is HTMLElement => child instanceof HTMLElement && !path.includes(child),
    ),
  )
}

/** Wallets keep their prompts in the page, hidden or empty, before they are needed. */
function isShown(element: HTMLElement): boolean {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
  const hasArea = (it: Element) => {
    const { width, height } = it.getBoundingClientRect()
    return width > 0 && height > 0
  }
  return hasArea(element) || [...element.querySelectorAll('*')].some(hasArea)
}
