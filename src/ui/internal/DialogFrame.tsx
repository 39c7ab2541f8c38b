'use client'
import { AlertDialog } from '@base-ui/react/alert-dialog'
import { type ReactNode, type RefObject, useState } from 'react'
import type { ThemeProps } from '../ThemeProps.ts'
import { PageModalContext } from './PageModalContext.ts'
import { useInertBackground } from './useInertBackground.ts'
import { useOwnEvents } from './useOwnEvents.ts'
import { usePlace } from './usePlace.ts'
import { useTopLayer } from './useTopLayer.ts'

export interface DialogFrameProps extends ThemeProps {
  isOpen: boolean
  /** What the dialog shows, for styles. */
  state: string
  /** While a wallet is asked, what it shows in the page has to be usable, and on top. */
  isAskingWallet: boolean
  onEscape: () => void
  initialFocus: RefObject<HTMLElement | null>
  container?: HTMLElement | ShadowRoot | null | undefined
  lang?: string | undefined
  children: ReactNode
}

/** A modal dialog in somebody else's page. */
export function DialogFrame(props: DialogFrameProps) {
  const { isOpen, state, isAskingWallet, initialFocus, container, theme, dir, lang } = props
  const [portal, setPortal] = useState<HTMLElement | null>(null)
  const place = usePlace({ isOpen, isShown: portal !== null, container, isAskingWallet })
  useInertBackground(isOpen && portal !== null, place)
  useTopLayer(portal, place.pageModal !== undefined)
  useOwnEvents(isOpen, place, isAskingWallet, props.onEscape)

  return (
    <AlertDialog.Root
      open={isOpen}
      onOpenChange={(_, details) => {
        // Escape alone asks for this, pressed anywhere in the page
        details.cancel()
        details.allowPropagation()
      }}
    >
      <AlertDialog.Portal
        ref={setPortal}
        container={place.host}
        data-gk=""
        data-theme={theme === 'system' ? undefined : theme}
        data-asking-wallet={isAskingWallet ? '' : undefined}
        dir={dir}
        lang={lang}
        // `all: initial` takes the language, by which quotation marks and fonts are chosen
        style={lang ? { ['WebkitLocale' as string]: JSON.stringify(lang) } : undefined}
      >
        <AlertDialog.Backdrop data-slot="backdrop" />
        <AlertDialog.Viewport data-slot="viewport">
          <AlertDialog.Popup data-slot="dialog" data-state={state} initialFocus={initialFocus}>
            <PageModalContext.Provider value={place.pageModal !== undefined}>
              {props.children}
            </PageModalContext.Provider>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
