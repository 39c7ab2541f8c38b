import type { AbiParameter } from 'viem'

/** A 32-byte word of the arguments that the chain can compare. */
export interface ArgumentWord {
  kind: 'word'
  /** Elementary ABI type, such as `uint256`. */
  type: string
  path: readonly string[]
  /** Bytes from after the selector. */
  offset: number
}

/** A static tuple or fixed-size array: its words are named below it. */
export interface ArgumentGroup {
  kind: 'group'
  type: string
  path: readonly string[]
  children: ReadonlyMap<string, ArgumentNode>
}

/** An argument that has no fixed place (`dynamic`), or none within reach of a rule (`far`). */
export interface ArgumentGap {
  kind: 'dynamic' | 'far'
  type: string
  path: readonly string[]
}

/** Where an argument lies in the calldata. */
export type ArgumentNode = ArgumentWord | ArgumentGroup | ArgumentGap

// A rule's offset is a uint16.
const reach = 0x1_0000
const elementary =
  /^(?:u?int(?:8|16|24|32|40|48|56|64|72|80|88|96|104|112|120|128|136|144|152|160|168|176|184|192|200|208|216|224|232|240|248|256)|bool|address|function|bytes(?:[1-9]|[12][0-9]|3[0-2]))$/

/**
 * Where the arguments of a function lie, by the contract ABI specification ("Formal Specification of
 * the Encoding"): static ones in line, dynamic ones behind a pointer. Unnamed parameters are
 * called by their index.
 *
 * @throws TypeError when a parameter's type is none that the specification knows.
 */
export function argumentLayout(inputs: readonly AbiParameter[]): ReadonlyMap<string, ArgumentNode> {
  return place(inputs, [], 0).children
}

function place(parameters: readonly AbiParameter[], parent: readonly string[], start: number) {
  const children = new Map<string, ArgumentNode>()
  let offset = start
  for (const [index, parameter] of parameters.entries()) {
    const name = parameter.name || String(index)
    // Two parameters of one name cannot be told apart by it, so they go by their index.
    const key = children.has(name) ? String(index) : name
    children.set(key, node(parameter, [...parent, key], offset))
    offset += sizeOf(parameter) ?? 32
  }
  return { children, end: offset }
}

function node(parameter: AbiParameter, path: readonly string[], offset: number): ArgumentNode {
  const { type } = parameter
  if (sizeOf(parameter) === undefined) return { kind: 'dynamic', type, path }
  if (offset >= reach) return { kind: 'far', type, path }
  const array = arrayOf(parameter)
  if (array) {
    const children = new Map<string, ArgumentNode>()
    const size = sizeOf(array.item) ?? 32
    for (let index = 0; index < array.length && offset + index * size < reach; index++) {
      const key = String(index)
      children.set(key, node(array.item, [...path, key], offset + index * size))
      // Items without words (empty tuples) would never reach the end of the calldata.
      if (size === 0) break
    }
    return { kind: 'group', type, path, children }
  }
  const components = componentsOf(parameter)
  if (components)
    return { kind: 'group', type, path, children: place(components, path, offset).children }
  return { kind: 'word', type, path, offset }
}

/** Bytes that a static type takes in line; nothing for a dynamic one. */
function sizeOf(parameter: AbiParameter): number | undefined {
  const { type } = parameter
  if (type === 'string' || type === 'bytes') return undefined
  if (type.endsWith('[]')) {
    // Looked at all the same: an item of no known type must not pass as a dynamic array.
    sizeOf({ ...parameter, type: type.slice(0, -2) })
    return undefined
  }
  const array = arrayOf(parameter)
  if (array) {
    const size = sizeOf(array.item)
    return size === undefined ? undefined : size * array.length
  }
  const components = componentsOf(parameter)
  if (components) {
    const sizes = components.map(sizeOf)
    return sizes.reduce<number | undefined>(
      (total, size) => (total === undefined || size === undefined ? undefined : total + size),
      0,
    )
  }
  if (!elementary.test(type)) throw new TypeError(`\`${type}\` is not an ABI type.`)
  return 32
}

function arrayOf(parameter: AbiParameter): { item: AbiParameter; length: number } | undefined {
  const match = /^(.*)\[([0-9]+)\]$/.exec(parameter.type)
  if (!match?.[1]) return undefined
  return { item: { ...parameter, type: match[1] }, length: Number(match[2]) }
}

function componentsOf(parameter: AbiParameter): readonly AbiParameter[] | undefined {
  if (parameter.type !== 'tuple') return undefined
  return 'components' in parameter ? (parameter.components as readonly AbiParameter[]) : []
}
