// The drop-in UI. Beside it, import `grantkit/styles.css` once.
export type { LocaleProps } from '../ui/LocaleProps.ts'
export { en } from '../ui/locales/en.ts'
export type { MessageOverrides } from '../ui/locales/MessageOverrides.ts'
export type { Messages } from '../ui/locales/Messages.ts'
export { PolicySummary, type PolicySummaryProps } from '../ui/PolicySummary.tsx'
export {
  SessionApprovalDialog,
  type SessionApprovalDialogProps,
} from '../ui/SessionApprovalDialog.tsx'
export {
  SessionApprovalModal,
  type SessionApprovalModalProps,
} from '../ui/SessionApprovalModal.tsx'
export { SessionExpiry, type SessionExpiryProps } from '../ui/SessionExpiry.tsx'
export { SessionStatusBadge, type SessionStatusBadgeProps } from '../ui/SessionStatusBadge.tsx'
export type { ThemeProps } from '../ui/ThemeProps.ts'
