'use client'
import { useLayoutEffect } from 'react'

/**
 * Takes the dialog out of what the modal `<dialog>` around it may do to it: clip it, move it, or
 * lay something over it. On the page itself a wallet's prompt could not be clicked below it.
 */
export function useTopLayer(portal: HTMLElement | null, isInPageModal: boolean): void {
  useLayoutEffect(() => {
    if (!isInPageModal || !portal?.isConnected || !('showPopover' in portal)) return
    portal.popover = 'manual'
    portal.showPopover()
    // without the attribute it is out of the top layer, and it is displayed all the same
    return () => portal.removeAttribute('popover')
  }, [portal, isInPageModal])
}
