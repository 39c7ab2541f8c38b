import type { Verdict } from './judge.ts'

/** What every case has to come to. */
export const noFaults: Verdict = {
  falseActive: [],
  falseRevoked: [],
  lostSessions: [],
  leakedPermissions: [],
  orphanKeys: [],
  wrongRecords: [],
}
