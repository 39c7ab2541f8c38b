import { type Hex, isAddress, isHex, zeroHash } from 'viem'
import type {
  ConfirmedChange,
  GivenUpChange,
  RootRecord,
  SessionRecord,
  StagedChange,
  StagedOperation,
} from '../types/AccountRecords.ts'
import type { SessionPermission } from '../types/Session.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'

// Storage is not believed: what it gives back is looked at before anything is made of it. A record
// that is no session, or that says other than its own leaves, counts as if it were not there.

/** A session as it was stored under `id`, or nothing when it is none. */
export function parseSessionRecord(id: string, value: unknown): SessionRecord | undefined {
  if (!isRecord(value) || value.id !== id) return undefined
  const { keyAddress, permissions, status, inRoot, position, createdAt } = value
  if (!isAddressText(keyAddress) || !isNumber(position) || !isNumber(createdAt)) return undefined
  if (status !== 'PENDING' && status !== 'ACTIVE' && status !== 'REVOKED') return undefined
  if (!Array.isArray(permissions) || !permissions.every(isPermission)) return undefined
  const [first] = permissions
  if (!first) return undefined
  // a session has one key and one interval: those of its leaves, whatever stands beside them
  const isForKey = ({ leaf }: SessionPermission) => {
    const key = keyOfLeaf(leaf)
    return key === undefined || isSameAddress(key, keyAddress)
  }
  if (!permissions.every(isForKey)) return undefined
  const { validAfter, validUntil } = first.leaf
  const isOfInterval = ({ leaf }: SessionPermission) =>
    leaf.validAfter === validAfter && leaf.validUntil === validUntil
  if (!permissions.every(isOfInterval)) return undefined
  return {
    ...(value as unknown as SessionRecord),
    validAfter,
    validUntil,
    inRoot: inRoot === true && status === 'ACTIVE',
  }
}

/** An account's root record; that of an account that has none when it makes no sense. */
export function parseRootRecord(value: unknown): RootRecord {
  if (!isRecord(value) || !isHash(value.root)) return { root: zeroHash, nextPosition: 0 }
  const { blockNumber, blockHash, blockTime, nextPosition } = value
  const list = (of: unknown) => (Array.isArray(of) ? of : [])
  const leaves = parseHashes(value.leaves)
  const staged = parseStagedChange(value.staged)
  const unsettled = list(value.unsettled).filter(isConfirmedChange)
  const givenUp = list(value.givenUp).flatMap((it) => parseGivenUpChange(it) ?? [])
  return {
    root: value.root,
    nextPosition: isNumber(nextPosition) ? nextPosition : 0,
    ...(leaves && { leaves }),
    ...(isQuantity(blockNumber) && { blockNumber }),
    ...(isHash(blockHash) && { blockHash }),
    ...(isNumber(blockTime) && { blockTime }),
    ...(unsettled.length > 0 && { unsettled }),
    ...(givenUp.length > 0 && { givenUp }),
    ...(staged && { staged }),
  }
}

function parseStagedChange(value: unknown): StagedChange | undefined {
  if (!isStagedChange(value)) return undefined
  const { operation, leaves, ...change } = value
  const parsed = parseHashes(leaves)
  return {
    ...change,
    ...(parsed && { leaves: parsed }),
    ...(isOperation(operation) && { operation }),
  }
}

function parseGivenUpChange(value: unknown): GivenUpChange | undefined {
  const staged = parseStagedChange(value)
  if (!staged || !isRecord(value) || !isHash(value.rootBefore)) return undefined
  if (!Array.isArray(value.sessions)) return undefined
  const sessions = value.sessions.flatMap((it: unknown) =>
    isRecord(it) && typeof it.id === 'string' ? (parseSessionRecord(it.id, it) ?? []) : [],
  )
  return { ...staged, rootBefore: value.rootBefore, sessions }
}

function isStagedChange(value: unknown): value is StagedChange {
  return (
    isRecord(value) &&
    (value.kind === 'grant' || value.kind === 'revoke') &&
    hasChangeParts(value) &&
    // the SDK names the root of its grant later
    (isHash(value.root) || (value.external === true && value.root === '0x'))
  )
}

function isConfirmedChange(value: unknown): value is ConfirmedChange {
  return (
    isRecord(value) &&
    (value.kind === 'grant' || value.kind === 'revoke' || value.kind === 'end') &&
    hasChangeParts(value) &&
    isHash(value.root) &&
    isHash(value.rootBefore) &&
    isHash(value.blockHash) &&
    isQuantity(value.blockNumber) &&
    (value.operation === undefined || isOperation(value.operation))
  )
}

function hasChangeParts(value: Readonly<Record<string, unknown>>): boolean {
  const isTexts = (list: unknown) =>
    Array.isArray(list) && list.every((it) => typeof it === 'string')
  return (
    [value.grants, value.revokes, value.drops].every(isTexts) &&
    typeof value.holder === 'string' &&
    isNumber(value.stagedAt) &&
    (value.aliveAt === undefined || isNumber(value.aliveAt))
  )
}

function isOperation(value: unknown): value is StagedOperation {
  return (
    isRecord(value) &&
    isHash(value.userOpHash) &&
    isQuantity(value.nonce) &&
    isQuantity(value.fromBlock) &&
    isNumber(value.sentAt) &&
    typeof value.accepted === 'boolean'
  )
}

function isPermission(value: unknown): value is SessionPermission {
  if (!isRecord(value) || typeof value.id !== 'string' || !isRecord(value.leaf)) return false
  const { validAfter, validUntil, sessionValidationModule, sessionKeyData } = value.leaf
  return (
    isUint48(validAfter) &&
    isUint48(validUntil) &&
    isAddressText(sessionValidationModule) &&
    isHex(sessionKeyData) &&
    sessionKeyData.length % 2 === 0
  )
}

/** The key that Biconomy's own modules read from a leaf; nothing for other modules. */
function keyOfLeaf({ sessionValidationModule, sessionKeyData }: SessionPermission['leaf']) {
  const from = isSameAddress(sessionValidationModule, moduleAddresses.abiSessionValidation)
    ? 0
    : isSameAddress(sessionValidationModule, moduleAddresses.erc20SessionValidation)
      ? 12
      : undefined
  if (from === undefined) return undefined
  const key: Hex = `0x${sessionKeyData.slice(2 + from * 2, 42 + from * 2)}`
  return isAddressText(key) ? key : undefined
}

function parseHashes(value: unknown): readonly Hex[] | undefined {
  return Array.isArray(value) && value.every(isHash) ? value : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isAddressText(value: unknown): value is Hex {
  return typeof value === 'string' && isAddress(value, { strict: false })
}

function isHash(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value)
}

function isQuantity(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{1,64}$/.test(value)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isUint48(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 48
}
