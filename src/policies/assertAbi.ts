import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'

/** What was given, in words that go after "`abi`", and what to write instead. */
interface WrongForm {
  problem: string
  fix: string
}

/**
 * Refuses what people have at hand where an ABI is asked for, with how to make one of it. An array
 * that only lacks the function passes: that is said when the function is looked for.
 *
 * @throws InvalidPermissionError
 */
export function assertAbi(abi: unknown): void {
  const wrong = Array.isArray(abi) ? wrongList(abi) : wrongValue(abi)
  if (wrong) throw new InvalidPermissionError({ parameter: 'abi', ...wrong })
}

const toArray = 'give the array of entries that the compiler wrote, or `parseAbi([...])` of viem.'

function wrongList(list: readonly unknown[]): WrongForm | undefined {
  const lines = list.filter((item) => typeof item === 'string').length
  if (lines > 0) {
    return lines === list.length
      ? {
          problem: 'is a list of human-readable lines',
          fix: 'turn them into an ABI with viem: `abi: parseAbi(lines)`.',
        }
      : {
          problem: 'has human-readable lines among its entries',
          fix: 'turn the lines into entries with viem: `abi: [...entries, ...parseAbi(lines)]`.',
        }
  }
  const [only] = list
  if (list.length !== 1) return undefined
  if (Array.isArray(only)) {
    return { problem: 'is a list around an ABI', fix: 'give it without the outer list.' }
  }
  return abiIn(only) === undefined
    ? undefined
    : { problem: 'is a list around an artifact', fix: 'give its ABI: `artifact.abi`.' }
}

function wrongValue(value: unknown): WrongForm {
  if (value === undefined || value === null) {
    return {
      problem: `is ${value}`,
      fix: 'check where it is imported from: a name that the module does not export is undefined.',
    }
  }
  if (typeof value === 'string') return wrongText(value)
  if (typeof value !== 'object') return { problem: `is a ${typeof value}`, fix: toArray }
  return wrongObject(value)
}

function wrongText(text: string): WrongForm {
  const parsed = parse(text)
  if (Array.isArray(parsed)) {
    return { problem: 'is JSON text', fix: 'parse it first: `JSON.parse(text)`.' }
  }
  if (abiIn(parsed) !== undefined) {
    return { problem: 'is the JSON text of an artifact', fix: 'use `JSON.parse(text).abi`.' }
  }
  if (/^\s*(function|constructor|event|error|struct|fallback|receive)\b/.test(text)) {
    return {
      problem: 'is a human-readable line',
      fix: 'turn it into an ABI with viem: `abi: parseAbi([line])`.',
    }
  }
  return {
    problem: 'is text, and not an ABI',
    fix: 'give the array itself: import the file, or read it and use `JSON.parse`.',
  }
}

function wrongObject(value: object): WrongForm {
  const inside = abiIn(value)
  if (inside !== undefined) {
    return typeof inside === 'string'
      ? {
          problem: 'is an object with an ABI as JSON text',
          fix: 'use `JSON.parse(artifact.abi)`.',
        }
      : { problem: 'is a whole artifact', fix: 'give its ABI: `artifact.abi`.' }
  }
  if ('then' in value) return { problem: 'is a promise', fix: 'await it first.' }
  if ('default' in value) {
    return {
      problem: 'is the module of an import',
      fix: `use its default export: \`${abiIn(value.default) === undefined ? '.default' : '.default.abi'}\`.`,
    }
  }
  if ('fragments' in value) {
    return {
      problem: 'is an Interface of ethers',
      fix: 'use `JSON.parse(contractInterface.formatJson())`.',
    }
  }
  if ('result' in value && typeof value.result === 'string') {
    return { problem: "is a block explorer's answer", fix: 'use `JSON.parse(answer.result)`.' }
  }
  if ('type' in value && 'inputs' in value) {
    return { problem: 'is a single entry of an ABI', fix: 'put it into a list: `[entry]`.' }
  }
  return { problem: 'is an object, and not an ABI', fix: toArray }
}

/** The ABI that an artifact holds, as an array or as text. */
function abiIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('abi' in value)) return undefined
  const { abi } = value
  return Array.isArray(abi) || typeof abi === 'string' ? abi : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
