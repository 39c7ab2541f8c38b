import type { AccountRecords, GivenUpChange, RootRecord } from '../types/AccountRecords.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { keysOnlyOf } from './keysOnlyOf.ts'
import { moveSession } from './moveSession.ts'
import { writeAccountRecords } from './writeAccountRecords.ts'

/** How many changes that were given up are remembered. */
const remembered = 8

/**
 * Takes a staged change back: no session, no root and no key stays behind. What was signed and sent
 * is remembered where it can still be mined: the chain has the last word.
 */
export function undoStagedChange(
  storage: SessionStorageDriver,
  records: AccountRecords,
  { mayBeMined = false }: { mayBeMined?: boolean } = {},
): Promise<void> {
  const { staged, ...root } = records.root
  if (!staged) return Promise.resolve()
  const undone = records.sessions.filter(({ id }) => staged.grants.includes(id))
  for (const session of undone) moveSession(session, 'undo')
  // of one that leaves the root as it is nothing can be found out later, and nothing has to be
  const isRemembered = mayBeMined && staged.operation !== undefined && !staged.modulesOnly
  return writeAccountRecords(storage, records, {
    root: isRemembered
      ? withGivenUp(root, { ...staged, rootBefore: root.root, sessions: undone })
      : root,
    deletedSessions: undone.map(({ id }) => id),
    deletedKeys: keysOnlyOf(records, staged.grants),
  })
}

function withGivenUp(root: RootRecord, change: GivenUpChange): RootRecord {
  const others = (root.givenUp ?? []).filter((it) => it.root !== change.root)
  return { ...root, givenUp: [...others, change].slice(-remembered) }
}
