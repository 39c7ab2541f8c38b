import type { RecordFormat } from './RecordFormat.ts'
import { recordMigrations } from './recordMigrations.ts'
import { recordVersion } from './recordVersion.ts'

/** The format of this version of the kit. Tests give others, to stand for older and newer ones. */
export const currentFormat: RecordFormat = { version: recordVersion, migrations: recordMigrations }
