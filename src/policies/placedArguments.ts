import type { ArgumentRule } from '../types/Policy.ts'
import type { ArgumentGap, ArgumentNode, ArgumentPointer, ArgumentWord } from './argumentLayout.ts'
import { toWord } from './toWord.ts'
import { wordSetsByOffset } from './wordSetsByOffset.ts'
import { wordsOf } from './wordsOf.ts'

/** The arguments of a function, as far as a leaf's rules fix where they lie. */
export interface PlacedArguments {
  /** `isPlaced`: the called contract reads it from the very word that the layout names. */
  arguments: readonly { node: ArgumentWord | ArgumentGap; isPlaced: boolean }[]
  /** What points to dynamic tuples, by its place; `isPinned`: only its standard value passes. */
  pointers: ReadonlyMap<number, { pointer: ArgumentPointer; isPinned: boolean }>
}

/**
 * Which arguments have a place. What is in a dynamic tuple lies where a pointer says: it has one as
 * long as the rules let no other value of any pointer on the way pass.
 */
export function placedArguments(
  layout: ReadonlyMap<string, ArgumentNode>,
  rules: readonly ArgumentRule[],
): PlacedArguments {
  const words = wordSetsByOffset(rules)
  const pointers = new Map<number, { pointer: ArgumentPointer; isPinned: boolean }>()
  const nodes = wordsOf(layout)
  for (const node of nodes) {
    for (const pointer of node.kind === 'word' ? node.pointers : []) {
      const passing = words.get(pointer.offset)
      const isPinned = passing?.min === BigInt(pointer.value) && passing.max === passing.min
      pointers.set(pointer.offset, { pointer, isPinned })
    }
  }
  const isPlaced = (node: ArgumentWord | ArgumentGap) =>
    node.kind === 'word' && node.pointers.every(({ offset }) => pointers.get(offset)?.isPinned)
  return { arguments: nodes.map((node) => ({ node, isPlaced: isPlaced(node) })), pointers }
}

/** Lets only the standard encoding pass. */
export function pointerRule({ offset, value }: ArgumentPointer): ArgumentRule {
  return { offset, condition: 'equal', referenceValue: toWord(BigInt(value)) }
}
