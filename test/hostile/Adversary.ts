import { type Hex, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { hashPair } from '../../src/merkle/hashPair.ts'
import type { Json } from '../../src/types/Json.ts'
import type { SessionLeaf } from '../../src/types/SessionLeaf.ts'
import type { RecordAddress } from '../../src/types/Storage.ts'
import type { TestDapp } from '../harness/createTestDapp.ts'
import { evilLeaf, evilSession, nodeLeaf } from './evilLeaves.ts'
import type { RawRecords } from './grounds.ts'
import type { Move } from './scenario.ts'

type Fields = Record<string, Json>
interface Held {
  address: RecordAddress
  value: Json
}

/** Whoever can write to the storage: it keeps every version that it ever saw. */
export class Adversary {
  readonly #dapp: TestDapp
  readonly #raw: RawRecords
  readonly #key: Hex = privateKeyToAddress(generatePrivateKey())
  readonly #versions = new Map<string, Held[]>()
  readonly #moments: Held[][] = []
  #made = 0
  /** What it did, in words. */
  readonly log: string[] = []

  constructor(dapp: TestDapp, raw: RawRecords) {
    this.#dapp = dapp
    this.#raw = raw
  }

  get address(): Hex {
    return this.#key
  }

  /** Remembers what is there. */
  async watch(): Promise<void> {
    const held = await this.#raw.list()
    if (held.length > 0) this.#moments.push(held)
    for (const it of held) {
      const versions = this.#versions.get(keyOf(it.address)) ?? []
      this.#versions.set(keyOf(it.address), versions)
      const text = JSON.stringify(it.value)
      if (!versions.some(({ value }) => JSON.stringify(value) === text)) versions.push(it)
    }
  }

  /** What storage refuses stays as it is. */
  async strike(move: Move): Promise<void> {
    await this.watch()
    const refused = await this.#carryOut(move).then(
      () => '',
      (error: unknown) => ` (refused: ${error instanceof Error ? error.message : error})`,
    )
    this.log.push(`    adversary: ${JSON.stringify(move)}${refused}`)
  }

  async #carryOut(move: Move): Promise<void> {
    const raw = this.#raw
    const held = await raw.list()
    const sessions = held.filter(({ address }) => address.kind === 'session')
    if (!raw.isReadable && isMadeUp(move)) {
      // sealed: there is nothing to be made up, only to be put back
      const known = [...this.#versions.values()].flat()
      const [one] = pick(known, JSON.stringify(move).length)
      if (one) await raw.put(one.address, one.value)
      return
    }
    switch (move.kind) {
      case 'forge': {
        const leaf = evilLeaf(move.leaf, this.#key, this.#dapp)
        return this.#forge(leaf, move)
      }
      case 'forgeWithRoot': {
        const leaf = evilLeaf(move.leaf, this.#key, this.#dapp)
        await this.#forge(leaf, { status: 'ACTIVE', inRoot: true, position: 1000 })
        const claimed = (await raw.list()).filter(({ address }) => address.kind === 'session')
        const leaves = claimed.filter(isClaimed).sort(byPosition).flatMap(hashesOf)
        return this.#changeRoot((root) => ({
          ...root,
          root: createMerkleTree(leaves).root,
          leaves,
          ...(move.block === 'far' ? { blockNumber: '0xffffffff', blockTime: 9_999_999_999 } : {}),
          ...(move.block === 'ahead'
            ? { blockNumber: `0x${(BigInt(String(root.blockNumber ?? '0x0')) + 1n).toString(16)}` }
            : {}),
        }))
      }
      case 'collapse': {
        let nodes = sessions.filter(isClaimed).sort(byPosition).flatMap(hashesOf)
        for (let depth = 0; depth <= move.depth && nodes.length > 1; depth++) nodes = above(nodes)
        if (move.claim)
          await this.#forge(evilLeaf('anyMint', this.#key, this.#dapp), {
            status: 'ACTIVE',
            inRoot: true,
            position: 1000,
          })
        return this.#changeRoot((root) => ({ ...root, leaves: nodes }))
      }
      case 'swallow': {
        const claimed = sessions.filter(isClaimed).sort(byPosition)
        const [a, b] = [...pick(claimed, move.first), ...pick(claimed, move.second)]
        const [one, other] = [a ? hashesOf(a)[0] : undefined, b ? hashesOf(b).at(-1) : undefined]
        if (!a || !b || !one || !other) return
        const position = (a.value as Fields).position as number
        for (const it of new Set([a, b])) {
          if (move.keep === 'gone') await raw.delete(it.address)
          else if (move.keep === 'revoked')
            await raw.put(it.address, { ...(it.value as Fields), status: 'REVOKED', inRoot: false })
        }
        return this.#forge(nodeLeaf(one, other), { status: 'ACTIVE', inRoot: true, position })
      }
      case 'tamper': {
        const [one] = pick(held, move.target)
        if (!one || typeof one.value !== 'object' || one.value === null) return
        const changes = this.#changesOf(one, held)
        const [change] = pick(changes, move.change)
        return raw.put(one.address, { ...(one.value as Fields), ...change })
      }
      case 'stage': {
        const leaf = evilLeaf(move.leaf, this.#key, this.#dapp)
        const id = `made-up-${this.#made++}`
        const session = evilSession(id, this.#key, leaf, {
          status: 'PENDING',
          inRoot: false,
          position: 1000,
        })
        const current = await this.#dapp.root()
        const [root = current] = pick(
          [current, createMerkleTree([hashLeaf(leaf)]).root, `0x${'77'.repeat(32)}` as Hex],
          move.root,
        )
        const change = {
          kind: 'grant',
          root,
          leaves: [hashLeaf(leaf)],
          grants: [id],
          revokes: sessions.map(({ address }) => address.id).slice(0, 1),
          drops: [],
          holder: 'somebody',
          stagedAt: Date.now(),
        }
        if (move.as !== 'givenUp')
          await raw.put(this.#at('session', id), JSON.parse(JSON.stringify(session)))
        return this.#changeRoot((old) => {
          if (move.as === 'staged') return { ...old, staged: change }
          const rootBefore = old.root ?? current
          return move.as === 'givenUp'
            ? ({ ...old, givenUp: [{ ...change, rootBefore, sessions: [session] }] } as never)
            : ({
                ...old,
                unsettled: [
                  { ...change, rootBefore, blockNumber: '0x1', blockHash: `0x${'66'.repeat(32)}` },
                ],
              } as never)
        })
      }
      case 'replay': {
        const [versions = []] = pick([...this.#versions.values()], move.record)
        const [one] = pick(versions, move.version)
        return one && raw.put(one.address, one.value)
      }
      case 'rollBack': {
        const [moment] = pick(this.#moments, move.moment)
        if (!moment) return
        for (const { address } of held) await raw.delete(address)
        for (const { address, value } of moment) await raw.put(address, value)
        return
      }
      case 'swap': {
        const [a, b] = [...pick(held, move.first), ...pick(held, move.second)]
        if (!a || !b) return
        await raw.put(a.address, b.value)
        return raw.put(b.address, a.value)
      }
      case 'copy': {
        const [one] = pick(held, move.record)
        if (!one) return
        const { address, value } = one
        const id = `copy-${this.#made++}`
        const isSession = address.kind === 'session' && raw.isReadable
        if (move.to === 'id')
          return raw.put({ ...address, id }, isSession ? { ...(value as Fields), id } : value)
        if (move.to === 'chain') return raw.put({ ...address, chainId: 137 }, value)
        return raw.put({ ...address, account: this.#key }, value)
      }
      case 'remove': {
        const [one] = pick(held, move.record)
        return one && raw.delete(one.address)
      }
      case 'junk': {
        const [one] = pick(held, move.record)
        const [value = null] = pick<Json>([null, [], {}, 'junk', 7, { id: 7 }, [[]]], move.value)
        return one && raw.put(one.address, value)
      }
    }
  }

  #at(kind: 'session' | 'root', id: string): RecordAddress {
    return { chainId: this.#dapp.chainId, account: this.#dapp.account.address, kind, id }
  }

  async #forge(
    leaf: SessionLeaf,
    fields: { status: string; inRoot: boolean; position: number },
  ): Promise<void> {
    const id = `made-up-${this.#made++}`
    const { status, inRoot, position } = fields
    const session = evilSession(id, this.#key, leaf, { status, inRoot, position })
    await this.#raw.put(this.#at('session', id), JSON.parse(JSON.stringify(session)))
  }

  async #changeRoot(change: (root: Fields) => Fields): Promise<void> {
    const held = await this.#raw.list()
    const root = held.find(({ address }) => address.kind === 'root')?.value ?? {}
    await this.#raw.put(
      this.#at('root', 'root'),
      JSON.parse(JSON.stringify(change(root as Fields))) as Json,
    )
  }

  /** What can be changed in a record. */
  #changesOf({ address }: Held, held: readonly Held[]): Fields[] {
    const key = this.#key
    const hostile = (name: 'transferOwnership' | 'approve' | 'anyMint') =>
      JSON.parse(
        JSON.stringify({
          keyAddress: key,
          permissions: [{ id: 'p', leaf: evilLeaf(name, key, this.#dapp) }],
        }),
      ) as Fields
    if (address.kind === 'session')
      return [
        { inRoot: true, status: 'ACTIVE' },
        { inRoot: true },
        { inRoot: false },
        { status: 'REVOKED', inRoot: false },
        { status: 'REVOKED' },
        { status: 'PENDING', inRoot: false },
        { keyAddress: key },
        { position: -1 },
        { position: 1000 },
        { position: 'first' },
        { validUntil: 0 },
        { validUntil: 1 },
        { validAfter: 9_999_999_999 },
        { owner: key },
        { parentId: 'nobody' },
        { permissions: [] },
        hostile('transferOwnership'),
        hostile('approve'),
        hostile('anyMint'),
        // the same key, and more than it may do
        {
          permissions: JSON.parse(
            JSON.stringify([
              { id: 'p', leaf: evilLeaf('approve', keyOfSession(held, address), this.#dapp) },
            ]),
          ) as Json,
        },
      ]
    if (address.kind === 'root')
      return [
        { root: `0x${'00'.repeat(32)}` },
        { root: `0x${'77'.repeat(32)}` },
        { leaves: [] },
        { leaves: ['junk'] },
        { nextPosition: -5 },
        { nextPosition: 0 },
        { nextPosition: 1e308 },
        { blockNumber: '0x0' },
        { blockNumber: '0xffffffff', blockTime: 9_999_999_999 },
        { blockHash: `0x${'66'.repeat(32)}` },
        { blockTime: 0 },
        { staged: {} },
        { staged: null },
        { givenUp: [null] },
        { unsettled: [7] },
      ]
    if (address.kind === 'state')
      return [
        {},
        { messages: 7 },
        { messages: [null, 7, { type: 7 }] },
        { usage: null },
        ...[
          { nonce: 'junk', fromBlock: 'junk', blockNumber: 'junk', blockHash: 'junk' },
          { nonce: '0x0', fromBlock: '0xfffffffff' },
          { nonce: '0x0', fromBlock: `0x${'f'.repeat(64)}`, at: null },
          { userOpHash: '0x', nonce: '0x0' },
        ].map((fields) => ({
          messages: [
            { type: 'transaction', userOpHash: zeroHash, status: 'submitted', at: 1, ...fields },
          ],
        })),
      ]
    return [{ vault: 'somebody' }, { data: '0x00' }, {}]
  }
}

function isMadeUp({ kind }: Move): boolean {
  return ['forge', 'forgeWithRoot', 'collapse', 'swallow', 'tamper', 'stage'].includes(kind)
}

/** One of a list, as a list: empty when there is none. */
function pick<item>(list: readonly item[], at: number): readonly item[] {
  return list.length === 0 ? [] : list.slice(at % list.length, (at % list.length) + 1)
}

function keyOf({ kind, id }: RecordAddress): string {
  return `${kind}/${id}`
}

function isClaimed({ value }: Held): boolean {
  return (value as Fields | null)?.inRoot === true
}

function byPosition(a: Held, b: Held): number {
  const of = ({ value }: Held) => Number((value as Fields).position)
  return of(a) - of(b)
}

function hashesOf({ value }: Held): Hex[] {
  try {
    const { permissions } = value as unknown as { permissions: { leaf: SessionLeaf }[] }
    return permissions.map(({ leaf }) => hashLeaf(leaf))
  } catch {
    return []
  }
}

/** The next layer of the tree. */
function above(nodes: readonly Hex[]): Hex[] {
  const layer: Hex[] = []
  for (let index = 0; index < nodes.length; index += 2) {
    const [left, right] = nodes.slice(index, index + 2)
    if (left) layer.push(right ? hashPair(left, right) : left)
  }
  return layer
}

function keyOfSession(held: readonly Held[], { kind, id }: RecordAddress): Hex {
  const found = held.find(({ address }) => address.kind === kind && address.id === id)
  const key = (found?.value as Fields | undefined)?.keyAddress
  return (typeof key === 'string' ? key : `0x${'11'.repeat(20)}`) as Hex
}
