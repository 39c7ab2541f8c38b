'use client'
import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useRef, useState } from 'react'
import type { UseSessionApprovalReturnType } from '../hooks/useSessionApproval.ts'
import type { Session } from '../types/Session.ts'
import { ApprovalContent } from './approval/ApprovalContent.tsx'
import { BrokenApproval } from './approval/BrokenApproval.tsx'
import { Boundary } from './internal/Boundary.tsx'
import { UiProvider } from './internal/UiProvider.tsx'
import { useElapsed } from './internal/useElapsed.ts'
import { useInertBackground } from './internal/useInertBackground.ts'
import type { LocaleProps } from './LocaleProps.ts'
import type { ThemeProps } from './ThemeProps.ts'

export interface SessionApprovalDialogProps extends LocaleProps, ThemeProps {
  /** The state machine to show: of `useSessionApproval`, or your own. */
  approval: UseSessionApprovalReturnType
  /** The account's sessions, to tell of overlaps. */
  liveSessions?: readonly Session[] | undefined
  /** When a wallet that does not answer may be given up on, milliseconds. @default 15_000 */
  stopWaitingAfter?: number | undefined
  /** Where the dialog is put. @default the body */
  container?: HTMLElement | ShadowRoot | null | undefined
}

/**
 * The approval's looks, for a state machine that is given. `SessionApprovalModal` binds it to
 * `useSessionApproval`, which is what most dapps want. Whatever fails in it while it is shown is
 * shown as a failure that can be closed; who asked gets an `ApprovalDisplayError`.
 *
 * @example
 * <SessionApprovalDialog approval={useSessionApproval()} theme="dark" />
 */
export function SessionApprovalDialog(props: SessionApprovalDialogProps) {
  const { approval, theme, dir, messages, container } = props
  const broken = { approval, theme, dir, messages }
  return (
    <Boundary
      resetKey={'request' in approval.state ? approval.state.request.id : undefined}
      fallback={(error) => (
        // the place that it was to be put may be what failed
        <Boundary fallback={() => <BrokenApproval {...broken} error={error} />}>
          <BrokenApproval {...broken} error={error} container={container} />
        </Boundary>
      )}
    >
      <ApprovalDialog {...props} />
    </Boundary>
  )
}

function ApprovalDialog(props: SessionApprovalDialogProps) {
  const { approval, liveSessions, theme = 'system', dir, container, locale, messages } = props
  const { state, isOpen } = approval
  const safeButton = useRef<HTMLButtonElement>(null)
  const [portal, setPortal] = useState<HTMLElement | null>(null)
  useInertBackground(isOpen, portal)
  const mayStop = useElapsed(state.status === 'awaiting-wallet', props.stopWaitingAfter ?? 15_000)
  const request = 'request' in state ? state.request : undefined
  const grant = 'grant' in state ? state.grant : undefined

  return (
    <UiProvider
      locale={locale}
      messages={messages}
      chainId={request?.chainId}
      account={grant?.account.address}
      owner={request?.owner}
      sessionKey={grant?.key.address}
    >
      <AlertDialog.Root
        open={isOpen}
        onOpenChange={(open, details) => {
          if (open) return
          if (state.status !== 'awaiting-wallet') return approval.close()
          // who has only just been sent to the wallet does not leave by a slip of the hand
          details.cancel()
          if (mayStop) approval.stopWaiting()
        }}
      >
        <AlertDialog.Portal
          ref={setPortal}
          container={container}
          data-gk=""
          data-theme={theme === 'system' ? undefined : theme}
          dir={dir}
          lang={locale ?? 'en'}
        >
          <AlertDialog.Backdrop data-slot="backdrop" />
          <AlertDialog.Viewport data-slot="viewport">
            <AlertDialog.Popup
              data-slot="dialog"
              data-state={state.status}
              initialFocus={safeButton}
            >
              <ApprovalContent
                key={request?.id}
                approval={approval}
                liveSessions={liveSessions}
                safeButton={safeButton}
                mayStop={mayStop}
              />
            </AlertDialog.Popup>
          </AlertDialog.Viewport>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </UiProvider>
  )
}
