import { encodeFunctionData, type Hex, BaseError as ViemBaseError } from 'viem'
import { BaseError } from '../errors/BaseError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { quoted } from '../errors/quoted.ts'
import type { AnyCall } from '../types/Calls.ts'
import type { Call } from '../types/Policy.ts'
import { assertAbi } from './assertAbi.ts'
import { isAbiFunction } from './isAbiFunction.ts'

/**
 * A call as everything below the edge sees it: encoded, and a copy of its own. A call that was
 * encoded already is passed on as it is; whether its parts make sense is for others to say.
 *
 * @param name what the call is called in an error, such as `calls[0]`.
 * @throws InvalidParameterError when a call by its function cannot be encoded.
 */
export function toEncodedCall(call: AnyCall, name: string): Call {
  // each part is read once: a call may come from anywhere
  const { to, data, value, ...given } = partsOf(call)
  const rest = value === undefined ? {} : { value }
  const isByFunction = Object.values(given).some((part) => part !== undefined)
  if (!isByFunction) return { to, ...(data === undefined ? {} : { data }), ...rest }

  const refuse = (part: string, problem: string, fix: string): never => {
    throw new InvalidParameterError({ parameter: `${name}.${part}`, problem, fix })
  }
  if (data !== undefined)
    refuse(
      'data',
      'is given together with a function',
      'Give either `data`, or `abi`, `functionName` and `args`.',
    )
  return { to, data: encode(given, refuse), ...rest }
}

interface CallParts {
  to: Call['to']
  data: Call['data']
  value: Call['value']
  abi: unknown
  functionName: unknown
  args: unknown
}

function partsOf(call: AnyCall): CallParts {
  const { to, data, value, abi, functionName, args } = call as CallParts
  return { to, data, value, abi, functionName, args }
}

type Refuse = (part: string, problem: string, fix: string) => never

function encode(
  { abi, functionName, args }: Pick<CallParts, 'abi' | 'functionName' | 'args'>,
  refuse: Refuse,
): Hex {
  const entries = checkedAbi(abi, refuse)
  const functions = entries.filter(isAbiFunction)
  const named = functions.filter(({ name }) => name === functionName)
  if (typeof functionName !== 'string' || named.length === 0)
    return refuse(
      'functionName',
      `is not a function of the ABI: ${quoted(functionName)}`,
      functions.length
        ? `The ABI has: ${[...new Set(functions.map(({ name }) => name))].slice(0, 12).join(', ')}.`
        : 'The ABI has no functions at all.',
    )
  if (args !== undefined && !Array.isArray(args))
    return refuse(
      'args',
      `is ${quoted(args)}, and not a list`,
      'Give the arguments in a list, in the order of the ABI.',
    )
  const list: readonly unknown[] = args ?? []
  const counts = [...new Set(named.map(({ inputs }) => inputs.length))]
  if (!counts.includes(list.length))
    return refuse(
      'args',
      `has ${list.length}, and \`${functionName}\` takes ${counts.join(' or ')}`,
      'Give what the function takes, in the order of the ABI.',
    )
  const missing = list.findIndex((value) => value === undefined || value === null)
  // viem would encode an empty text for it
  if (missing >= 0)
    return refuse(
      `args[${missing}]`,
      `is ${quoted(list[missing])}`,
      'Wait until it is known before building the call.',
    )
  try {
    return encodeFunctionData({ abi: named, functionName, args: list })
  } catch (cause) {
    return refuse(
      'args',
      `cannot be encoded for \`${functionName}\`: ${whyOf(cause)}`,
      'Give what the function takes, in the order of the ABI.',
    )
  }
}

function checkedAbi(abi: unknown, refuse: Refuse): readonly unknown[] {
  if (abi === undefined)
    return refuse(
      'abi',
      'is missing, so that the function is not known',
      'Give the ABI together with `functionName`, or encode the call as `data`.',
    )
  try {
    assertAbi(abi)
    return abi as readonly unknown[]
  } catch (cause) {
    if (!(cause instanceof BaseError)) throw cause
    const [fix = ''] = cause.metaMessages ?? []
    return refuse('abi', 'is not an ABI', `${cause.shortMessage} ${fix}`)
  }
}

/** In one line, to go on after a colon. */
function whyOf(cause: unknown): string {
  const said = cause instanceof ViemBaseError ? cause.shortMessage : String(cause)
  const [first = ''] = said.split('\n')
  return first.trim().replace(/[.:]$/, '')
}
