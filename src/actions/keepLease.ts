import type { SessionConfig } from '../config/createSessionConfig.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { writeAccountRecords } from '../storage/writeAccountRecords.ts'
import type { AccountScope } from '../types/Session.ts'
import { leaseDuration } from './leaseDuration.ts'

/**
 * Says every few seconds that the holder of a staged change is still at it, for as long as `task`
 * takes: a wallet may be asked for minutes, and a crash must not block others for as long.
 */
export async function keepLease<result>(
  config: SessionConfig,
  scope: AccountScope,
  task: () => Promise<result>,
): Promise<result> {
  // who shares Web Locks sees from them that we are here
  if (globalThis.navigator?.locks && config.storage.supports.webLocks) return task()
  let renewal = Promise.resolve()
  const timer = setInterval(() => {
    // what fails here shows when the operation is written down
    renewal = renew(config, scope).catch(() => undefined)
  }, leaseDuration / 5)
  try {
    return await task()
  } finally {
    clearInterval(timer)
    await renewal
  }
}

async function renew(config: SessionConfig, scope: AccountScope): Promise<void> {
  const records = await readAccountRecords(config.storage, scope)
  const { staged } = records.root
  if (staged?.holder !== config.holder) return
  await writeAccountRecords(config.storage, records, {
    root: { ...records.root, staged: { ...staged, aliveAt: Date.now() } },
  })
}
