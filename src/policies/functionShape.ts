import type { AbiParameter } from 'viem'

/** A value in the arguments of a function: one that holds no others. */
export interface ShapeSlot {
  /** Elementary type, or `bytes` or `string`. */
  type: string
  /** By indexes from the outermost in; `*` stands for each element of an array. */
  path: string
  /** How many arrays it stands in: each may have several. */
  arrays: number
  /** The path of what it stands in: the values of one tuple have the same. */
  parent: string
}

/**
 * The values that a function takes, by their types alone: what the arguments are called is the
 * page's to choose, and changes nothing here.
 */
export function functionShape(inputs: readonly AbiParameter[]): readonly ShapeSlot[] {
  return slotsOf(inputs, [], 0)
}

function slotsOf(
  parameters: readonly AbiParameter[],
  parent: readonly string[],
  outer: number,
): ShapeSlot[] {
  return parameters.flatMap((parameter, index) => {
    const { type, dimensions } = elementOf(parameter)
    const arrays = outer + dimensions
    const path = [...parent, String(index), ...Array<string>(dimensions).fill('*')]
    return type === 'tuple'
      ? slotsOf(componentsOf(parameter), path, arrays)
      : [{ type, path: path.join('.'), arrays, parent: parent.join('.') }]
  })
}

/**
 * The slot that a place in the arguments belongs to: of its indexes, those of array elements become
 * `*`.
 */
export function slotPath(inputs: readonly AbiParameter[], place: readonly string[]): string {
  const path: string[] = []
  let parameters = inputs
  for (let at = 0; at < place.length; ) {
    const parameter = parameters[Number(place[at])]
    if (!parameter) return ''
    const { dimensions } = elementOf(parameter)
    const elements = place.slice(at + 1, at + 1 + dimensions)
    path.push(place[at] ?? '', ...elements.map(() => '*'))
    at += 1 + elements.length
    parameters = componentsOf(parameter)
  }
  return path.join('.')
}

/** What a slot is called, to show it: the page's name where it is one, otherwise its index. */
export function slotName(inputs: readonly AbiParameter[], path: string): string {
  let parameters = inputs
  const names = path
    .split('.')
    .filter((part) => part !== '*')
    .map((part) => {
      const parameter = parameters[Number(part)]
      parameters = parameter ? componentsOf(parameter) : []
      const name = parameter?.name
      return name && /^[\w$]{1,40}$/.test(name) ? name : part
    })
  return names.join('.')
}

function elementOf({ type }: AbiParameter): { type: string; dimensions: number } {
  const end = type.indexOf('[')
  return end === -1
    ? { type, dimensions: 0 }
    : { type: type.slice(0, end), dimensions: type.slice(end).split('[').length - 1 }
}

function componentsOf(parameter: AbiParameter): readonly AbiParameter[] {
  // An ABI may have them elsewhere too, where they mean nothing.
  return 'components' in parameter && elementOf(parameter).type === 'tuple'
    ? parameter.components
    : []
}
