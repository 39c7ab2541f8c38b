import { type Abi, type AbiFunction, toFunctionSelector, toFunctionSignature } from 'viem'
import { AmbiguousFunctionError } from '../errors/AmbiguousFunctionError.ts'
import { UnknownFunctionError } from '../errors/UnknownFunctionError.ts'
import { isAbiFunction } from './isAbiFunction.ts'

/**
 * The one function of an ABI that a name or a full signature stands for.
 *
 * @throws UnknownFunctionError, AmbiguousFunctionError
 */
export function resolveFunction(abi: Abi | readonly unknown[], functionName: string): AbiFunction {
  const functions = Array.isArray(abi) ? abi.filter(isAbiFunction) : []
  const bySignature = typeof functionName === 'string' && functionName.includes('(')
  const found = functions.filter((fn) =>
    bySignature ? selectorOf(functionName) === toFunctionSelector(fn) : fn.name === functionName,
  )
  // An ABI can list one function twice, when it was put together from several.
  const distinct = [...new Map(found.map((fn) => [toFunctionSignature(fn), fn])).values()]
  const [first] = distinct
  if (!first || (bySignature && !functionName.startsWith(`${first.name}(`))) {
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
