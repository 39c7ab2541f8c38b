import { type Client, type Hash, type Hex, hexToBigInt } from 'viem'
import { getBlockNumber } from 'viem/actions'
import { findUserOperation } from '../account/findUserOperation.ts'
import { readBlockHash } from '../account/readBlockHash.ts'
import { readNonce } from '../account/readNonce.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { appendJournal } from '../storage/appendJournal.ts'
import { journalOfReceipt } from '../storage/journalOfReceipt.ts'
import { parseJournal } from '../storage/parseJournal.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import type { Json } from '../types/Json.ts'
import type { AccountScope } from '../types/Session.ts'
import type { SessionMessage } from '../types/SessionState.ts'

/** A transaction in a journal. */
interface JournalTransaction extends SessionMessage {
  type: 'transaction'
  userOpHash: Hash
  status: string
  at: number
  nonce?: Hex
  fromBlock?: Hex
  blockNumber?: Hex
  blockHash?: Hash
}

/**
 * Finds out what became of transactions whose end is not in their journal, because the page was
 * closed or the line was lost, and of those whose block the chain dropped since. Looks at the
 * sessions that live, or were live a few blocks ago.
 */
export async function settleTransactions(
  config: SessionConfig,
  scope: AccountScope,
): Promise<void> {
  const records = await readAccountRecords(config.storage, scope)
  const ofLate = (records.root.unsettled ?? []).flatMap((it) => [...it.revokes, ...it.drops])
  const sessions = records.sessions.filter(({ id, inRoot }) => inRoot || ofLate.includes(id))
  const client = config.getClient(scope.chainId)
  let newest: Promise<bigint> | undefined
  for (const { id } of sessions) {
    const record = await config.storage.get({ ...scope, kind: 'state', id })
    const transactions = parseJournal(record?.value)?.messages.filter(isTransaction) ?? []
    const open = transactions.filter(({ status }) => isOpen(status))
    const ended = transactions.filter(({ blockNumber }) => blockNumber !== undefined)
    if (open.length === 0 && ended.length === 0) continue
    newest ??= getBlockNumber(client, { cacheTime: 0 })
    const seen = await newest
    const recent = ended.filter(
      ({ blockNumber = '0x0', status }) =>
        !isOpen(status) && hexToBigInt(blockNumber) + BigInt(config.finality) > seen,
    )
    const dropped = (await isOnChain(client, recent.at(-1))) ? [] : recent
    for (const transaction of [...open, ...dropped]) {
      const end = await readEnd(config, scope, transaction, seen)
      if (!end) continue
      const { userOpHash } = transaction
      const entry = { type: 'transaction', userOpHash, ...end }
      await appendJournal(config.storage, { ...scope, id }, entry)
    }
  }
}

function isTransaction(message: SessionMessage): message is JournalTransaction {
  return message.type === 'transaction' && typeof message.userOpHash === 'string'
}

function isOpen(status: string): boolean {
  return status === 'submitted' || status === 'reorganised'
}

async function isOnChain(client: Client, transaction: JournalTransaction | undefined) {
  if (!transaction?.blockNumber) return true
  const hash = await readBlockHash(client, hexToBigInt(transaction.blockNumber))
  return hash === transaction.blockHash
}

/** What its journal is to say now; nothing while that is not certain. */
async function readEnd(
  config: SessionConfig,
  scope: AccountScope,
  transaction: JournalTransaction,
  newest: bigint,
): Promise<Record<string, Json> | undefined> {
  const { userOpHash, nonce, fromBlock = '0x0', status, at } = transaction
  const client = config.getClient(scope.chainId)
  const sentAt = hexToBigInt(fromBlock)
  // a journal can say anything, and a node refuses blocks that are not there yet
  const first = (sentAt < newest ? sentAt : newest) - BigInt(config.finality)
  const find = () =>
    findUserOperation(client, {
      userOpHash,
      // a chain that was reorganised can have it in an earlier block than it was sent at
      fromBlock: first > 0n ? first : 0n,
    })
  const receipt = await find()
  if (receipt)
    return receipt.blockHash === transaction.blockHash ? undefined : journalOfReceipt(receipt)
  if (!isOpen(status)) return { status: 'reorganised' }
  const used = nonce && hexToBigInt(nonce)
  // as of a block that has one after it: a node that is just mining tells the state of the next block
  // as that of the newest, and has no logs of it yet
  const settled = (await getBlockNumber(client, { cacheTime: 0 })) - 1n
  const isUsed =
    used !== undefined &&
    settled >= 0n &&
    (await readNonce(client, scope.account, used >> 64n, settled)) > used
  const isFresh = Math.abs(Date.now() - at) < config.timeout
  if (!isUsed && (isFresh || (await config.getBundler(scope.chainId).knows(userOpHash))))
    return undefined
  // it may have been mined since it was looked for: that, too, uses its nonce
  const late = await find()
  if (late) return journalOfReceipt(late)
  return { status: isUsed ? 'replaced' : 'dropped' }
}
