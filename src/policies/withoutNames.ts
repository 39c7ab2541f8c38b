import type { AbiFunction, AbiParameter } from 'viem'

/**
 * A function as it is hashed: without the names of its parameters. viem puts them into the signature
 * before it takes them out again, so that a name such as `a, uint256 b` would become a parameter, and
 * the selector that of a function with other arguments than those that are shown.
 */
export function withoutNames(fn: AbiFunction): AbiFunction {
  return { ...fn, inputs: fn.inputs.map(nameless) }
}

function nameless(parameter: AbiParameter): AbiParameter {
  const { type } = parameter
  return 'components' in parameter
    ? { type, components: parameter.components.map(nameless) }
    : { type }
}
