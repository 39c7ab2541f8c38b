import { type Address, createPublicClient, type Hex, http, zeroHash } from 'viem'
import type { ProvenLeaf } from '../../src/account/encodeSessionSignature.ts'
import { simulateSessionKey } from '../../src/account/simulateSessionKey.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import type { SessionRecord } from '../../src/types/AccountRecords.ts'
import type { Devnet } from '../devnet/Devnet.ts'
import type { Stored } from './readStored.ts'

/** How often what is stored and what is on the chain say different things. */
export interface Faults {
  /** `ACTIVE`, and the chain refuses it. */
  falseActive: number
  /** `REVOKED`, and the chain still accepts it. */
  falseRevoked: number
  /** In the root on the chain, and not here. */
  lostSessions: number
  /** Here or on the chain, and nobody signed for it. */
  leakedPermissions: number
  /** A key without a session that lives, or such a session without its key. */
  orphanKeys: number
}

export interface CountFaultsParameters {
  devnet: Devnet
  account: Address
  /** The root on the chain. */
  root: Hex
  stored: Stored
  /** By session, its leaves with the proofs that they have or had. */
  proven: ReadonlyMap<string, readonly ProvenLeaf[]>
  /** Sessions that the owner signed for. */
  signed: ReadonlySet<string>
}

/** Compares what a browser stores with the chain, once nothing is on its way. */
export async function countFaults(parameters: CountFaultsParameters): Promise<Faults> {
  const { devnet, account, root, stored, proven, signed } = parameters
  const { sessions, keys } = stored
  const client = createPublicClient({ transport: http(devnet.rpcUrl) })
  const accepts = async (session: SessionRecord) => {
    const answers = await Promise.all(
      (proven.get(session.id) ?? []).map((leaf) =>
        simulateSessionKey(client, { chainId: devnet.chainId, account, proven: leaf }),
      ),
    )
    return answers.map(({ approved }) => approved)
  }
  const count = async (status: string, isFalse: (accepted: boolean[]) => boolean) => {
    const claimed = sessions.filter((session) => session.status === status)
    const answers = await Promise.all(claimed.map(accepts))
    return answers.filter(isFalse).length
  }

  const isNone = sessions.every(({ inRoot }) => !inRoot)
  const live = sessions.filter(({ inRoot }) => inRoot)
  const leaves = live.flatMap(({ permissions }) => permissions.map(({ leaf }) => hashLeaf(leaf)))
  const ours = isNone ? zeroHash : createMerkleTree(leaves).root
  const liveKeys = live.map(({ keyAddress }) => keyAddress.toLowerCase())
  return {
    falseActive: await count(
      'ACTIVE',
      (accepted) => accepted.length === 0 || accepted.includes(false),
    ),
    falseRevoked: await count('REVOKED', (accepted) => accepted.includes(true)),
    lostSessions: root === ours ? 0 : 1,
    leakedPermissions:
      sessions.filter(({ id, status }) => !signed.has(id) || status === 'PENDING').length +
      (stored.root?.staged ? 1 : 0),
    orphanKeys:
      keys.filter((key) => !liveKeys.includes(key)).length +
      liveKeys.filter((key) => !keys.includes(key)).length,
  }
}
