import { simulateSessionKey } from '../account/simulateSessionKey.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { RevocationNotProvenError } from '../errors/RevocationNotProvenError.ts'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import { findTree } from '../storage/findTree.ts'
import { sessionsInTree } from '../storage/sessionsInTree.ts'
import { unwrapSessionKey } from '../storage/unwrapSessionKey.ts'
import type { AccountRecords, SessionRecord } from '../types/AccountRecords.ts'
import type { Json } from '../types/Json.ts'

/** How many are asked for at once. */
const atOnce = 16

/**
 * Tries the keys of a staged revocation on the chain, once its root is there and before they are
 * destroyed: each must be refused. What the chain said goes into the journals.
 *
 * @returns the answer for each session; none where the chain could not be asked, since the root that
 * was read back decides.
 * @throws RevocationNotProvenError when the chain still accepts one.
 */
export async function proveRevocation(
  config: SessionConfig,
  records: AccountRecords,
): Promise<ReadonlyMap<string, Json>> {
  const refusals = new Map<string, Json>()
  const { staged } = records.root
  const { staged: _staged, ...root } = records.root
  // the tree before the change, which the proofs were good for
  const tree = findTree({ ...records, root }, root.root)
  if (!tree || !staged) return refusals
  const before = sessionsInTree(records.sessions, tree).present
  const revoked = [...before].filter(({ id }) => staged.revokes.includes(id))
  const { chainId, account } = records

  const prove = async (session: SessionRecord) => {
    const [permission] = session.permissions
    if (!permission) return
    const { leaf } = permission
    const privateKey = await unwrapQuietly(config, records, session)
    const answer = await simulateSessionKey(config.getClient(chainId), {
      chainId,
      account,
      proven: { leaf, proof: tree.getProof(hashLeaf(leaf)) },
      privateKey,
    }).catch(() => undefined)
    if (!answer) return
    const { approved, reason } = answer
    if (approved) throw new RevocationNotProvenError({ sessionId: session.id, reason })
    const signedBy = privateKey ? 'session-key' : 'placeholder'
    refusals.set(session.id, { reason: reason ?? '', signedBy })
  }
  for (let start = 0; start < revoked.length; start += atOnce)
    await Promise.all(revoked.slice(start, start + atOnce).map(prove))
  return refusals
}

/** The key where it can be had without asking the user. */
async function unwrapQuietly(
  { storage, vault }: SessionConfig,
  { chainId, account, keys }: AccountRecords,
  { id, keyAddress }: SessionRecord,
) {
  if (vault.location === 'passkey' || !keys.has(keyAddress.toLowerCase())) return undefined
  const session = { id, chainId, account, keyAddress }
  return unwrapSessionKey({ storage, vault }, session).catch(() => undefined)
}
