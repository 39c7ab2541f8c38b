import type { AbiParameter } from 'viem'

/** The word that says where a dynamic tuple lies, and what it is in the standard encoding. */
export interface ArgumentPointer {
  /** Bytes from after the selector. */
  offset: number
  value: number
  /** Of what it points to. */
  type: string
  path: readonly string[]
}

/** A 32-byte word of the arguments that the chain can compare. */
export interface ArgumentWord {
  kind: 'word'
  /** Elementary ABI type, such as `uint256`. */
  type: string
  path: readonly string[]
  /** Bytes from after the selector. */
  offset: number
  /**
   * On the way to a word in a dynamic tuple. Whoever decodes the calldata follows them, so that the
   * word has its place only where rules pin all of them.
   */
  pointers: readonly ArgumentPointer[]
}

/** A tuple or fixed-size array: its words are named below it. */
export interface ArgumentGroup {
  kind: 'group'
  type: string
  path: readonly string[]
  /** What points to it, where it is dynamic. */
  pointer: ArgumentPointer | undefined
  children: ReadonlyMap<string, ArgumentNode>
}

/**
 * An argument that has no fixed place: of no fixed length (`dynamic`), behind one of no fixed
 * length (`moving`), or not within reach of a rule (`far`).
 */
export interface ArgumentGap {
  kind: 'dynamic' | 'moving' | 'far'
  type: string
  path: readonly string[]
  /** The argument that moves it. */
  behind: readonly string[] | undefined
  /** What is in it, where that is more than plain values: a tuple's fields, an array's addresses. */
  fields: readonly ArgumentGap[]
}

/** Where an argument lies in the calldata. */
export type ArgumentNode = ArgumentWord | ArgumentGroup | ArgumentGap

/** In a path, any element of an array whose elements have no places of their own. */
export const anyElement = '[]'

// A rule's offset is a uint16.
const reach = 0x1_0000
const elementary =
  /^(?:u?int(?:8|16|24|32|40|48|56|64|72|80|88|96|104|112|120|128|136|144|152|160|168|176|184|192|200|208|216|224|232|240|248|256)|bool|address|function|bytes(?:[1-9]|[12][0-9]|3[0-2]))$/

/** A type, read once. */
interface Shape {
  type: string
  /** Bytes that a static type takes in line; nothing for a dynamic one. */
  size: number | undefined
  /** Of a tuple. */
  components?: readonly (Shape & { key: string })[]
  /** Of an array. */
  item?: Shape
  /** Of a fixed-size array. */
  length?: number
}

/** Where the words of some parameters begin, and what points there. */
interface Place {
  start: number
  pointers: readonly ArgumentPointer[]
}

/**
 * Where the arguments of a function lie, by the contract ABI specification ("Formal Specification of
 * the Encoding"): static ones in line, dynamic ones behind a pointer. Encoders put what is dynamic
 * right behind the heads, one after the other. So the first dynamic tuple of each level has a
 * standard place, and the words in it have theirs, as far as the pointers to it are pinned. All
 * others move with the length of the first. Unnamed parameters are called by their index.
 *
 * @throws TypeError when a parameter's type is none that the specification knows.
 */
export function argumentLayout(inputs: readonly AbiParameter[]): ReadonlyMap<string, ArgumentNode> {
  return placeTuple(shapesOf(inputs), [], { start: 0, pointers: [] })
}

function placeTuple(
  components: readonly (Shape & { key: string })[],
  parent: readonly string[],
  { start, pointers }: Place,
): ReadonlyMap<string, ArgumentNode> {
  const children = new Map<string, ArgumentNode>()
  const heads = components.reduce((total, { size }) => total + (size ?? 32), 0)
  let offset = start
  let behind: readonly string[] | undefined
  for (const shape of components) {
    const path = [...parent, shape.key]
    const { type, size } = shape
    if (size !== undefined) {
      children.set(shape.key, placeStatic(shape, path, { start: offset, pointers }))
    } else if (behind) {
      children.set(shape.key, gap(holdsPlaces(shape) ? 'moving' : 'dynamic', shape, path, behind))
    } else {
      const pointer = { offset, value: heads, type, path }
      const tail = { start: start + heads, pointers: [...pointers, pointer] }
      children.set(shape.key, placeDynamic(shape, path, tail))
      behind = path
    }
    offset += size ?? 32
  }
  return children
}

function placeStatic(shape: Shape, path: readonly string[], place: Place): ArgumentNode {
  const { type, components, item, length = 0 } = shape
  const { start: offset, pointers } = place
  // Also where a length is so large that it is no number any more.
  if (!(offset < reach)) return gap('far', shape, path)
  if (item) {
    const children = new Map<string, ArgumentNode>()
    const size = item.size ?? 32
    for (let index = 0; index < length && offset + index * size < reach; index++) {
      const start = offset + index * size
      children.set(String(index), placeStatic(item, [...path, String(index)], { start, pointers }))
      // Items without words (empty tuples) would never reach the end of the calldata.
      if (size === 0) break
    }
    return { kind: 'group', type, path, pointer: undefined, children }
  }
  if (components) {
    const children = placeTuple(components, path, place)
    return { kind: 'group', type, path, pointer: undefined, children }
  }
  return { kind: 'word', type, path, offset, pointers }
}

/** The first dynamic one of its level: its tail begins at the place that is given. */
function placeDynamic(shape: Shape, path: readonly string[], tail: Place): ArgumentNode {
  const { type, components, item, length } = shape
  if (!holdsPlaces(shape)) return gap('dynamic', shape, path)
  if (!(tail.start < reach)) return gap('far', shape, path)
  const pointer = tail.pointers.at(-1)
  if (components) {
    return { kind: 'group', type, path, pointer, children: placeTuple(components, path, tail) }
  }
  // Of an array of dynamic tuples the first has a place, and moves all others.
  if (!item || !length) return gap('dynamic', shape, path)
  const [first, others] = [
    [...path, '0'],
    [...path, anyElement],
  ]
  const heads = length * 32
  const pointers = [
    ...tail.pointers,
    { offset: tail.start, value: heads, type: item.type, path: first },
  ]
  const children = new Map([
    ['0', placeDynamic(item, first, { start: tail.start + heads, pointers })],
  ])
  if (length > 1) children.set(anyElement, gap('moving', item, others, first))
  return { kind: 'group', type, path, pointer, children }
}

/** Whether anything in a dynamic type has a standard place. */
function holdsPlaces({ components, item, length }: Shape): boolean {
  if (components) return true
  return length !== undefined && item !== undefined && holdsPlaces(item)
}

function gap(
  kind: ArgumentGap['kind'],
  shape: Shape,
  path: readonly string[],
  behind?: readonly string[],
): ArgumentGap {
  return { kind, type: shape.type, path, behind, fields: fieldsOf(kind, shape, path, behind) }
}

/** Without end: what is in an argument that has no place. An array's elements are told as one. */
function fieldsOf(
  kind: ArgumentGap['kind'],
  { type, components, item }: Shape,
  path: readonly string[],
  behind: readonly string[] | undefined,
): ArgumentGap[] {
  if (components) {
    return components.flatMap((shape) => {
      const here = [...path, shape.key]
      const fields = fieldsOf(kind, shape, here, behind)
      return fields.length ? fields : [{ kind, type: shape.type, path: here, behind, fields }]
    })
  }
  if (!item) return []
  const here = [...path, anyElement]
  const fields = fieldsOf(kind, item, here, behind)
  if (fields.length || !type.startsWith('address')) return fields
  return [{ kind, type: item.type, path: here, behind, fields }]
}

function shapesOf(parameters: readonly AbiParameter[]): (Shape & { key: string })[] {
  const keys = new Set<string>()
  return parameters.map((parameter, index) => {
    // Two parameters of one name cannot be told apart by it, so they go by their index. One that
    // is called like another's index must not hide it.
    let key = parameter.name || String(index)
    if (keys.has(key)) key = String(index)
    while (keys.has(key)) key += "'"
    keys.add(key)
    return { ...shapeOf(parameter), key }
  })
}

function shapeOf(parameter: AbiParameter): Shape {
  const end = parameter.type.indexOf('[')
  const base = end === -1 ? parameter.type : parameter.type.slice(0, end)
  let type = base
  let shape = itemShape(base, parameter)
  if (end === -1) return shape
  const suffix = parameter.type.slice(end)
  if (!/^(?:\[[0-9]*\])+$/.test(suffix)) throw unknown(parameter.type)
  for (const [, digits = ''] of suffix.matchAll(/\[([0-9]*)\]/g)) {
    type += `[${digits}]`
    const item = shape
    if (digits === '') {
      shape = { type, size: undefined, item }
    } else {
      const length = Number(digits)
      shape = { type, size: item.size === undefined ? undefined : item.size * length, item, length }
    }
  }
  return shape
}

function itemShape(type: string, parameter: AbiParameter): Shape {
  if (type === 'string' || type === 'bytes') return { type, size: undefined }
  if (type === 'tuple') {
    const components = shapesOf(
      'components' in parameter ? (parameter.components as readonly AbiParameter[]) : [],
    )
    const size = components.reduce<number | undefined>(
      (total, part) =>
        total === undefined || part.size === undefined ? undefined : total + part.size,
      0,
    )
    return { type, size, components }
  }
  if (!elementary.test(type)) throw unknown(type)
  return { type, size: 32 }
}

function unknown(type: string): TypeError {
  return new TypeError(`\`${type}\` is not an ABI type.`)
}
