import { isAddress, isHex } from 'viem'
import type { SessionBackup } from './SessionBackup.ts'

type Check = (value: unknown) => boolean

/**
 * What is wrong with the form of an opened backup, in words; nothing when it is whole. Whoever made
 * the file chose its password too, so that it opens proves nothing of what is in it. What it claims
 * about the chain is not looked at here.
 */
export function backupProblem(value: unknown): string | undefined {
  const { chainId, account, madeAt, root, sessions, journals, keys } = (value ?? {}) as Partial<
    Record<keyof SessionBackup, unknown>
  >
  if (!isCount(chainId) || !isAddressText(account) || !isTime(madeAt))
    return 'it does not say whose it is'
  if (!isRoot(root)) return 'its record of the account is malformed'
  if (!isListOf(isSession)(sessions)) return 'it has a session that is malformed'
  if (!isListOf(isJournal)(journals)) return 'it has a journal that is malformed'
  if (!isObject(keys) || !Object.entries(keys).every(isKey)) return 'it has a key that is malformed'
  for (const list of [sessions, journals] as { id: string }[][])
    if (new Set(list.map(({ id }) => id)).size < list.length) return 'it has two records of one id'
  return undefined
}

const isSession = shape(
  {
    id: isId,
    keyAddress: isAddressText,
    keyLocation: oneOf('device', 'password', 'passkey', 'secret', 'plaintext'),
    permissions: isListOf(
      shape(
        {
          id: isId,
          leaf: shape({
            validAfter: isUint48,
            validUntil: isUint48,
            sessionValidationModule: isAddressText,
            sessionKeyData: isBytes,
          }),
        },
        { abiFunction: isObject },
      ),
    ),
    validAfter: isUint48,
    validUntil: isUint48,
    status: oneOf('PENDING', 'ACTIVE', 'REVOKED'),
    inRoot: isBoolean,
    position: isCount,
    createdAt: isTime,
  },
  {
    owner: isAddressText,
    grantedAt: isTime,
    revokedAt: isTime,
    transactionHash: isHash,
    requestDigest: isHash,
    origin: isText,
    parentId: isId,
  },
)

const changeFields = {
  root: isHash,
  grants: isListOf(isId),
  revokes: isListOf(isId),
  drops: isListOf(isId),
  holder: isText,
  stagedAt: isTime,
}
const changeOptions = {
  leaves: isListOf(isHash),
  aliveAt: isTime,
  external: isBoolean,
  reorganised: isBoolean,
  late: isBoolean,
  operation: shape({
    userOpHash: isHash,
    nonce: isQuantity,
    fromBlock: isQuantity,
    sentAt: isTime,
    accepted: isBoolean,
  }),
}

const isRoot = shape(
  { root: isHash, nextPosition: isCount },
  {
    leaves: isListOf(isHash),
    blockNumber: isQuantity,
    blockHash: isHash,
    blockTime: isTime,
    unsettled: isListOf(
      shape(
        {
          ...changeFields,
          kind: oneOf('grant', 'revoke', 'end'),
          rootBefore: isHash,
          blockNumber: isQuantity,
          blockHash: isHash,
        },
        changeOptions,
      ),
    ),
    givenUp: isListOf(
      shape(
        {
          ...changeFields,
          // The SDK names the root of its grant later.
          root: (value) => value === '0x' || isHash(value),
          kind: oneOf('grant', 'revoke'),
          rootBefore: isHash,
          sessions: isListOf(isSession),
        },
        changeOptions,
      ),
    ),
    // What was staged stayed on the device that made the backup.
    staged: () => false,
  },
)

const isJournal = shape(
  {
    id: isId,
    messages: isListOf(shape({ type: isText }, { at: isTime })),
    usage: isObject,
    metadata: isObject,
    createdAt: isTime,
    updatedAt: isTime,
  },
  { parentId: isId },
)

/** What has these fields, and of those, where they are there. Others are no matter. */
function shape(fields: Record<string, Check>, options: Record<string, Check> = {}): Check {
  return (value) =>
    isObject(value) &&
    Object.entries(fields).every(([name, check]) => check(ownOf(value, name))) &&
    Object.entries(options).every(
      ([name, check]) => ownOf(value, name) === undefined || check(ownOf(value, name)),
    )
}

function ownOf(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

function isListOf(check: Check): Check {
  return (value) =>
    Array.isArray(value) && value.length <= 100_000 && value.every((it) => check(it))
}

function oneOf(...values: string[]): Check {
  return (value) => values.includes(value as string)
}

function isKey([id, key]: [string, unknown]): boolean {
  return isAddressText(id) && id === id.toLowerCase() && isHash(key)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function isAddressText(value: unknown): value is string {
  return typeof value === 'string' && isAddress(value, { strict: false })
}

function isBytes(value: unknown): boolean {
  return isHex(value) && value.length % 2 === 0
}

function isHash(value: unknown): boolean {
  return isBytes(value) && (value as string).length === 66
}

function isQuantity(value: unknown): boolean {
  return typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value)
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean'
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 4_096
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 512
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isUint48(value: unknown): boolean {
  return isCount(value) && Number(value) < 2 ** 48
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value)
}
