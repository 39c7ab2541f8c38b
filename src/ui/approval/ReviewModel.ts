import type { Risk } from '../../policies/findRisks.ts'
import type { PreparedGrant } from '../../types/PreparedGrant.ts'
import type { PermissionRow } from './PermissionRow.ts'

/** Why Approve does nothing yet. */
export type ApprovalBlocker = 'other-chain' | 'expired' | 'acknowledge'

/** What the review shows, and what the user did in it. */
export interface ReviewModel {
  grant: PreparedGrant
  /** The chain's time by now, Unix seconds. */
  now: number
  /** How long the session would still last when it was first shown, seconds; nothing without an end. */
  timeAtStart: number | undefined
  rows: readonly PermissionRow[]
  /** Those that are in the grant, in the order of its leaves. */
  granted: readonly PermissionRow[]
  risks: readonly Risk[]
  acknowledged: ReadonlySet<string>
  acknowledge(key: string, acknowledged: boolean): void
  /** How many risks still wait to be confirmed. */
  unconfirmed: number
  /** Whether the user tried to approve while they did. */
  wasTried: boolean
  blocker: ApprovalBlocker | undefined
  /** Approves, or says that something is missing. */
  approve(): boolean
}
