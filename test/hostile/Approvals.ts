import { type Hex, zeroHash } from 'viem'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import type { Policy } from '../../src/types/Policy.ts'

/** What the user approved at one time, as the user knows it and not as it is stored. */
export interface Approved {
  id: string
  policy: Policy | undefined
  hashes: readonly Hex[]
  /** `signed`: may be on the chain. `live`: was seen in the root. `over`: must never be there again. */
  state: 'signed' | 'live' | 'over'
  /** Signed past this kit: it may stay until the kit signs a root, and not be in that one. */
  isUnfit?: true
}

/** What may be in the root: sessions that the user approved and that did not end, and no others. */
export class Approvals {
  readonly all: Approved[] = []
  #root: Hex = zeroHash

  add(approved: Omit<Approved, 'state'>): void {
    this.all.push({ ...approved, state: 'signed' })
  }

  get usable(): readonly Approved[] {
    return this.all.filter(({ state, isUnfit }) => state !== 'over' && !isUnfit)
  }

  get live(): readonly Approved[] {
    return this.all.filter(({ state }) => state === 'live')
  }

  /** The leaves that are in the root, as was seen last. */
  get leaves(): ReadonlySet<string> {
    return new Set(this.live.flatMap(({ hashes }) => hashes))
  }

  /** Takes a root of the chain. @returns what is wrong with it. */
  see(root: Hex): string | undefined {
    const isChanged = root !== this.#root
    const before = this.live.some(({ isUnfit }) => isUnfit)
    const found = this.#explain(root, ({ state }) => state !== 'over')
    if (!found) {
      const back = this.#explain(root, () => true)
      return back
        ? `The root ${root} has sessions that had ended: ${names(back)}.`
        : `The root ${root} has a leaf that nobody approved. Approved: ${names(this.all)}.`
    }
    if (isChanged && before && found.some(({ isUnfit }) => isUnfit))
      return `The root ${root} was signed again with a leaf that must not be.`
    this.#root = root
    for (const approved of this.all)
      if (found.includes(approved)) approved.state = 'live'
      // what was in the root and is not any more has ended, whoever ended it
      else if (approved.state === 'live') approved.state = 'over'
    return undefined
  }

  /** Sessions whose leaves, in some order, make a root. */
  #explain(root: Hex, isAllowed: (approved: Approved) => boolean): Approved[] | undefined {
    if (root === zeroHash) return []
    const allowed = this.all.filter(isAllowed)
    const inOrder = subsets(allowed).find((list) => rootOf(list) === root)
    if (inOrder || allowed.length > 5) return inOrder
    return arrangements(allowed).find((list) => rootOf(list) === root)
  }
}

function names(list: readonly Approved[]): string {
  return list.map(({ id, state }) => `${id} (${state})`).join(', ') || 'nothing'
}

function rootOf(list: readonly Approved[]): Hex {
  return createMerkleTree(list.flatMap(({ hashes }) => hashes)).root
}

function subsets<item>([first, ...rest]: readonly item[]): item[][] {
  if (first === undefined) return [[]]
  const without = subsets(rest)
  return [...without, ...without.map((some) => [first, ...some])]
}

function arrangements<item>(list: readonly item[]): item[][] {
  return [
    [],
    ...list.flatMap((it) =>
      arrangements(list.filter((other) => other !== it)).map((rest) => [it, ...rest]),
    ),
  ]
}
