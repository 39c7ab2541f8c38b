import { type Abi, type AbiFunction, toFunctionSelector, toFunctionSignature } from 'viem'
import { AmbiguousFunctionError } from '../errors/AmbiguousFunctionError.ts'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import { quoted } from '../errors/quoted.ts'
import { UnknownFunctionError } from '../errors/UnknownFunctionError.ts'
import { assertAbi } from './assertAbi.ts'
import { isAbiFunction } from './isAbiFunction.ts'
import { noPlainTransfer } from './noPlainTransfer.ts'

/** What takes a call without calldata. */
const standsForCoin = /^((receive|fallback)(\(\))?)?$/

/**
 * The one function of an ABI that a name or a full signature stands for.
 *
 * @throws UnknownFunctionError, AmbiguousFunctionError
 * @throws InvalidPermissionError when the ABI is something else, such as an artifact or text, and
 * for `receive` and `fallback`, which take plain transfers.
 */
export function resolveFunction(abi: Abi | readonly unknown[], functionName: string): AbiFunction {
  assertAbi(abi)
  if (typeof functionName !== 'string') {
    throw new InvalidPermissionError({
      parameter: 'functionName',
      problem: `is ${quoted(functionName)}, and not a text`,
      fix: 'give the name of a function of the ABI, or its signature.',
    })
  }
  const entries: readonly unknown[] = abi
  const functions = entries.filter(isAbiFunction)
  const bySignature = functionName.includes('(')
  const found = functions.filter((fn) =>
    bySignature ? selectorOf(functionName) === toFunctionSelector(fn) : fn.name === functionName,
  )
  // An ABI can list one function twice, when it was put together from several.
  const distinct = [...new Map(found.map((fn) => [toFunctionSignature(fn), fn])).values()]
  const [first] = distinct
  if (!first || (bySignature && !functionName.startsWith(`${first.name}(`))) {
    if (standsForCoin.test(functionName)) {
      throw new InvalidPermissionError({
        parameter: 'functionName',
        problem: `names no function (\`${functionName}\`), and ${noPlainTransfer()}`,
        fix: 'leave it out. The owner has to send it.',
      })
    }
    throw new UnknownFunctionError({
      functionName,
      known: functions.map((fn) => toFunctionSignature(fn)),
    })
  }
  if (distinct.length > 1) {
    throw new AmbiguousFunctionError({
      functionName,
      signatures: distinct.map((fn) => toFunctionSignature(fn)),
    })
  }
  return first
}

function selectorOf(signature: string) {
  try {
    return toFunctionSelector(signature)
  } catch {
    // Not a signature; it is then not found either.
    return undefined
  }
}
