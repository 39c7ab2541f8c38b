import type { ArgumentGap, ArgumentNode, ArgumentWord } from './argumentLayout.ts'

/** All arguments of a layout, the words of tuples and fixed arrays one by one. */
export function wordsOf(layout: ReadonlyMap<string, ArgumentNode>): (ArgumentWord | ArgumentGap)[] {
  return [...layout.values()].flatMap((node): (ArgumentWord | ArgumentGap)[] => {
    if (node.kind === 'group') return wordsOf(node.children)
    return node.kind === 'word' || node.fields.length === 0 ? [node] : [...node.fields]
  })
}
