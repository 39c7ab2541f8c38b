import type { ArgumentNode } from './argumentLayout.ts'

/** All arguments of a layout, the words of tuples and fixed arrays one by one. */
export function wordsOf(
  layout: ReadonlyMap<string, ArgumentNode>,
): Exclude<ArgumentNode, { kind: 'group' }>[] {
  return [...layout.values()].flatMap((node) =>
    node.kind === 'group' ? wordsOf(node.children) : [node],
  )
}
