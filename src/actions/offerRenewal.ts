import type { Approvals } from '../config/createApprovals.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { ApprovalUnavailableError } from '../errors/ApprovalUnavailableError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import { appendJournal } from '../storage/appendJournal.ts'
import { parseJournal } from '../storage/parseJournal.ts'
import type { Session } from '../types/Session.ts'

/** The journal's word for it. */
const declined = 'renewal-declined'

/** Of which sessions the renewal was offered on this page. */
const offered = new WeakMap<Approvals, Set<string>>()

/**
 * Opens the approval of a renewal that nobody clicked for: once for each session on this page, and
 * never again after the user declined, on any page that shares the storage.
 */
export async function offerRenewal(
  config: SessionConfig,
  session: Session,
  open: () => Promise<unknown>,
): Promise<void> {
  const known = offered.get(config.approvals) ?? new Set<string>()
  offered.set(config.approvals, known)
  if (known.has(session.id)) return
  known.add(session.id)
  try {
    if (await wasDeclined(config, session)) return
    await open()
  } catch (error) {
    // nothing was there to show it
    if (error instanceof ApprovalUnavailableError) known.delete(session.id)
    // a refusal that cannot be stored is remembered as long as the page
    if (error instanceof UserRejectedError)
      await appendJournal(config.storage, session, { type: declined }).catch(() => undefined)
  }
}

async function wasDeclined({ storage }: SessionConfig, session: Session): Promise<boolean> {
  const { chainId, account, id } = session
  const record = await storage.get({ chainId, account, kind: 'state', id })
  return parseJournal(record?.value)?.messages.some(({ type }) => type === declined) ?? false
}
