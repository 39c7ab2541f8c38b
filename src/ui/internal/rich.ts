import { createElement, Fragment, type ReactNode } from 'react'

/** A sentence with elements in it: a template literal whose values may be React nodes. */
export function rich(strings: TemplateStringsArray, ...values: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...strings.flatMap((text, i) => [text, values[i]]))
}
