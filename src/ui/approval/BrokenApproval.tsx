'use client'
import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useEffect, useRef, useState } from 'react'
import { ApprovalDisplayError } from '../../errors/approvalErrors.ts'
import type { ApprovalState } from '../../hooks/approvalReducer.ts'
import type { UseSessionApprovalReturnType } from '../../hooks/useSessionApproval.ts'
import { useInertBackground } from '../internal/useInertBackground.ts'
import { en } from '../locales/en.ts'
import type { MessageOverrides } from '../locales/MessageOverrides.ts'
import type { ThemeProps } from '../ThemeProps.ts'

export interface BrokenApprovalProps extends ThemeProps {
  approval: UseSessionApprovalReturnType
  /** What failed. */
  error: unknown
  messages?: MessageOverrides | undefined
  container?: HTMLElement | ShadowRoot | null | undefined
}

/**
 * Stands in for an approval that failed while it was shown. It needs nothing that may have failed:
 * no formats, no chain, and of the page's texts those alone that are texts. Closing it answers who
 * asked with what failed, unless the grant is on its way.
 */
export function BrokenApproval(props: BrokenApprovalProps) {
  const { approval, error, theme, dir, container } = props
  const { state, isOpen } = approval
  const button = useRef<HTMLButtonElement>(null)
  const [portal, setPortal] = useState<HTMLElement | null>(null)
  const [isClosing, setIsClosing] = useState(false)
  useInertBackground(isOpen, portal)
  const { status } = state
  const isAsked = status === 'awaiting-wallet'
  const texts = textsOf(props.messages)

  function close() {
    if (isAsked) {
      // whether anything was sent is not known before the wallet is given up on
      setIsClosing(true)
      return approval.stopWaiting()
    }
    if (status === 'loading' || status === 'reviewing' || status === 'rejected')
      state.request.reject(new ApprovalDisplayError({ cause: error }))
    approval.close()
  }

  const closeNow = useRef(close)
  useEffect(() => {
    closeNow.current = close
  })
  useEffect(() => {
    if (isClosing && !isAsked) closeNow.current()
  }, [isClosing, isAsked])

  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => (open ? undefined : close())}>
      <AlertDialog.Portal
        ref={setPortal}
        container={container}
        data-gk=""
        data-theme={theme === 'system' ? undefined : theme}
        dir={dir}
      >
        <AlertDialog.Backdrop data-slot="backdrop" />
        <AlertDialog.Viewport data-slot="viewport">
          <AlertDialog.Popup data-slot="dialog" data-state="broken" initialFocus={button}>
            <div data-slot="scroll">
              <header data-slot="header">
                <AlertDialog.Title data-slot="title">{texts.heading}</AlertDialog.Title>
              </header>
              <div data-slot="body">
                <AlertDialog.Description data-slot="failure">
                  {explanation(state, texts)}
                </AlertDialog.Description>
              </div>
            </div>
            <footer data-slot="footer">
              <div data-slot="actions">
                <button
                  ref={button}
                  type="button"
                  data-slot="button"
                  data-variant="secondary"
                  onClick={close}
                >
                  {texts.close}
                </button>
              </div>
            </footer>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

function explanation(state: ApprovalState, texts: typeof en.broken): string {
  switch (state.status) {
    case 'awaiting-wallet':
      return texts.wallet
    case 'submitted':
    case 'confirmed':
      return texts.sent
    case 'failed':
      return state.error.chainEffect === 'none' ? texts.text : texts.unknown
    default:
      return texts.text
  }
}

/** The page's own texts, as far as they are texts: they may be what failed. */
function textsOf(messages: MessageOverrides | undefined): typeof en.broken {
  const given = Object.entries(messages?.broken ?? {}).filter(
    ([, text]) => typeof text === 'string',
  )
  return { ...en.broken, ...Object.fromEntries(given) }
}
