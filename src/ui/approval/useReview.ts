'use client'
import { useState } from 'react'
import { useConnection } from 'wagmi'
import type { UseSessionApprovalReturnType } from '../../hooks/useSessionApproval.ts'
import { findRisks } from '../../policies/findRisks.ts'
import type { PreparedGrant } from '../../types/PreparedGrant.ts'
import type { Session } from '../../types/Session.ts'
import { mustAcknowledge } from './mustAcknowledge.ts'
import { permissionRows } from './permissionRows.ts'
import type { ReviewModel } from './ReviewModel.ts'
import { riskKey } from './riskKey.ts'
import { useSecondsOf } from './useSecondsOf.ts'

/** The review of a grant: what it shows, and what stands between the user and Approve. */
export function useReview(
  approval: UseSessionApprovalReturnType,
  grant: PreparedGrant | undefined,
  liveSessions: readonly Session[] = [],
): ReviewModel | undefined {
  const connection = useConnection()
  const secondsRead = useSecondsOf(grant?.sessionId)
  const [readId, setReadId] = useState<string>()
  const [acknowledged, setAcknowledged] = useState<ReadonlySet<string>>(new Set<string>())
  const [wasTried, setWasTried] = useState(false)
  if (!grant) return undefined
  // what was prepared anew is read anew
  if (readId !== grant.sessionId) {
    setReadId(grant.sessionId)
    setAcknowledged(new Set())
    setWasTried(false)
  }

  // the two clocks may differ; how long the user has been reading does not
  const now = grant.chainTime + secondsRead
  const { replacesParent, parentId } = grant
  const rows = permissionRows(grant, approval.edits)
  const granted = rows.filter(({ included }) => included)
  const risks = findRisks(
    granted.map(({ leaf }) => leaf),
    {
      now: grant.chainTime,
      abiFunctions: granted.map(({ abiFunction }) => abiFunction),
      liveLeaves: liveSessions
        // a key that does not open here acts elsewhere, or once its vault is opened
        .filter(({ status, reason }) => status === 'ACTIVE' || reason === 'key-unavailable')
        // what is renewed ends: nothing overlaps with it
        .filter(({ id }) => !(replacesParent && id === parentId))
        .flatMap(({ permissions }) => permissions.map(({ leaf }) => leaf)),
      withoutCode: grant.targetsWithoutCode,
      modulesWithCode: grant.modulesWithCode,
      foreignRoot: grant.unknownRoot !== undefined,
      endedSessions: grant.ends.length,
      funds: grant.balance + grant.deposit,
      batch: grant.policy.batch,
    },
  )
  const unconfirmed = risks.filter(
    (risk) => mustAcknowledge(risk) && !acknowledged.has(riskKey(risk)),
  ).length
  const isElsewhere =
    connection.chainId !== undefined && connection.chainId !== grant.account.chainId
  const isExpired = grant.validUntil !== 0 && grant.validUntil <= now
  const blocker = isExpired
    ? 'expired'
    : isElsewhere
      ? 'other-chain'
      : unconfirmed
        ? 'acknowledge'
        : undefined
  return {
    grant,
    now,
    timeAtStart: grant.validUntil ? grant.validUntil - grant.chainTime : undefined,
    rows,
    granted,
    risks,
    acknowledged,
    acknowledge(key, value) {
      const next = new Set(acknowledged)
      if (value) next.add(key)
      else next.delete(key)
      setAcknowledged(next)
    },
    unconfirmed,
    wasTried,
    blocker,
    approve() {
      if (blocker) {
        setWasTried(true)
        return false
      }
      approval.approve(grant.unknownRoot === undefined ? {} : { replaceUnknownRoot: true })
      return true
    },
  }
}
