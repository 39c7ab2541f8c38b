import { bytesToHex, type Hex, hexToBytes } from 'viem'

export interface KeyBytesFound {
  /** Where a part of the key lies, as paths from the roots. */
  places: string[]
  /** All text that was looked at: for making sure that the search got there. */
  texts: ReadonlySet<string>
}

/** As much of a key in a row is no accident. */
const length = 8

/**
 * Looks for bytes of a private key in everything that can be reached from the roots: text (in
 * hexadecimal, base64 and as a list), big integers, and bytes. Goes through objects, maps, sets,
 * functions' properties and fibers; what closures hold alone is out of reach.
 */
export function findKeyBytes(roots: Readonly<Record<string, unknown>>, key: Hex): KeyBytesFound {
  const bytes = hexToBytes(key)
  const forms = formsOf(bytes)
  const parts = Array.from({ length: bytes.length - length + 1 }, (_, from) =>
    bytes.subarray(from, from + length).join(','),
  )
  const texts = new Set<string>()
  const places: string[] = []
  const seen = new Set<object>()
  const waiting: { value: unknown; path: string }[] = []

  const isInText = (text: string): boolean => {
    const lower = text.toLowerCase()
    return (
      forms.hex.some((form) => lower.includes(form)) ||
      forms.exact.some((form) => text.includes(form))
    )
  }
  const isInNumbers = (numbers: Iterable<number>): boolean => {
    const text = `,${[...numbers].join(',')},`
    return parts.some((part) => text.includes(`,${part},`))
  }

  const look = (value: unknown, path: string): void => {
    if (typeof value === 'string') {
      if (!texts.has(value) && isInText(value)) places.push(path)
      else texts.add(value)
    } else if (typeof value === 'bigint' || typeof value === 'number') {
      if (isInText(value.toString(16))) places.push(path)
    } else if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
      if (seen.has(value) || isOutside(value)) return
      seen.add(value)
      waiting.push({ value, path })
    }
  }

  for (const [name, root] of Object.entries(roots)) look(root, name)
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path } = next
    const value = next.value as object
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const view =
        value instanceof ArrayBuffer
          ? new Uint8Array(value)
          : new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      if (isInNumbers(view)) places.push(path)
      continue
    }
    if (Array.isArray(value) && value.every((it) => typeof it === 'number') && isInNumbers(value))
      places.push(path)
    if (value instanceof Map)
      for (const [name, entry] of value) {
        look(name, `${path}.key`)
        look(entry, `${path}.get(${label(name)})`)
      }
    if (value instanceof Set) for (const entry of value) look(entry, `${path}.entry`)
    // The parts of a node that React keeps there, and not the document itself.
    const isNode = value instanceof Node
    for (const name of Reflect.ownKeys(value)) {
      if (isNode && !String(name).startsWith('__react')) continue
      const property = Reflect.getOwnPropertyDescriptor(value, name)
      look(name.toString(), `${path}.key`)
      if (property && 'value' in property) look(property.value, `${path}.${label(name)}`)
    }
    if (!isNode) look(Object.getPrototypeOf(value), `${path}.prototype`)
  }
  return { places, texts }
}

function label(name: unknown): string {
  return typeof name === 'object' ? 'object' : String(name).slice(0, 60)
}

/** The platform, from which everything of the test itself can be reached. */
function isOutside(value: object): boolean {
  return value === globalThis || value === document || value instanceof Window
}

function formsOf(bytes: Uint8Array): { hex: string[]; exact: string[] } {
  const hex: string[] = []
  const exact: string[] = []
  for (let from = 0; from + length <= bytes.length; from++) {
    const part = bytes.subarray(from, from + length)
    hex.push(bytesToHex(part).slice(2))
    exact.push([...part].join(','), [...part].join(', '))
    // Six bytes are eight characters, wherever the text begins.
    const base64 = btoa(String.fromCharCode(...part.subarray(0, 6)))
    exact.push(base64, base64.replaceAll('+', '-').replaceAll('/', '_'))
    exact.push(String.fromCharCode(...part))
  }
  return { hex, exact }
}
