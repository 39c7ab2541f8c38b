import {
  type Abi,
  type AbiFunction,
  type Address,
  toFunctionSelector,
  toFunctionSignature,
} from 'viem'
import { DynamicArgumentError } from '../errors/DynamicArgumentError.ts'
import { InvalidArgumentValueError } from '../errors/InvalidArgumentValueError.ts'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import { NonPayableValueError } from '../errors/NonPayableValueError.ts'
import { UnknownArgumentError } from '../errors/UnknownArgumentError.ts'
import { UnsupportedComparisonError } from '../errors/UnsupportedComparisonError.ts'
import type { ArgumentRule, ContractCallPermission } from '../types/Policy.ts'
import {
  type ArgumentGap,
  type ArgumentNode,
  anyElement,
  argumentLayout,
} from './argumentLayout.ts'
import type { ContractCallArguments } from './ContractCallArguments.ts'
import type { ContractCallFunction, ContractCallFunctionName } from './ContractCallFunctionName.ts'
import { checkedAddress } from './checkedAddress.ts'
import { checkedLimit } from './checkedLimit.ts'
import { compileArgument } from './compileArgument.ts'
import { pointerRule } from './placedArguments.ts'
import { resolveFunction } from './resolveFunction.ts'
import { typedErrors } from './typedErrors.ts'
import { withoutNames } from './withoutNames.ts'

type ValueLimit<fn extends AbiFunction> = 'payable' extends fn['stateMutability'] ? bigint : 0n

export type ContractCallParameters<
  abi extends Abi | readonly unknown[] = Abi,
  functionName extends ContractCallFunctionName<abi> = ContractCallFunctionName<abi>,
> = {
  /** The contract that may be called. */
  address: Address
  /** A JSON ABI, or what viem's `parseAbi` makes of human-readable lines. */
  abi: abi
  /** The function's name; when it is overloaded its signature, such as `mint(address,uint256)`. */
  functionName: functionName | ContractCallFunctionName<abi>
  /**
   * Rules by parameter name, unnamed ones by index; tuples and fixed arrays nested. A bare value
   * must be equalled, several comparisons must all hold. What is left out may be anything.
   *
   * Fields of a dynamic tuple too, where it is the first dynamic argument of its level: then only
   * calldata in the standard encoding, which viem and ethers make, passes.
   */
  args?: ContractCallArguments<ContractCallFunction<abi, functionName>>
  /** The native value each call may carry at most, in wei. @default 0n */
  valueLimit?: ValueLimit<ContractCallFunction<abi, functionName>>
  /** Whether the user may not leave this permission out. @default false */
  required?: boolean | undefined
}

/**
 * Permission to call one function of one contract, as far as its arguments meet the rules.
 * Checked on the chain by Biconomy's ABI session validation module.
 *
 * @throws UnknownFunctionError, AmbiguousFunctionError when `functionName` names none, or several.
 * @throws UnknownArgumentError when `args` names a parameter that is not there.
 * @throws DynamicArgumentError for a rule on a string, bytes or dynamic array, in one, or in a
 * dynamic tuple that lies behind another dynamic argument.
 * @throws UnsupportedComparisonError for a comparison that the chain cannot make, such as a
 * bound on a signed integer.
 * @throws InvalidArgumentValueError for a value that the type cannot hold.
 * @throws NonPayableValueError for a value limit on a function that takes none.
 * @throws InvalidPermissionError when the ABI is something else, such as human-readable lines, a
 * whole artifact or JSON text; it says which, and what to write.
 * @throws InvalidAddressError, InvalidLimitError
 *
 * @example
 * contractCall({
 *   address: nft,
 *   abi: parseAbi(['function safeMint(address to)']),
 *   functionName: 'safeMint',
 *   args: { to: equals(account) },
 * })
 */
export function contractCall<
  const abi extends Abi | readonly unknown[],
  const functionName extends ContractCallFunctionName<abi>,
>(parameters: ContractCallParameters<abi, functionName>): ContractCallPermission {
  return typedErrors('contractCall', () => {
    const { required } = parameters
    const abiFunction = resolveFunction(parameters.abi, parameters.functionName)
    const signature = toFunctionSignature(withoutNames(abiFunction))
    const valueLimit = checkedLimit(parameters.valueLimit ?? 0n, 'valueLimit', 128)
    if (valueLimit > 0n && !isPayable(abiFunction)) {
      throw new NonPayableValueError({ signature, valueLimit })
    }
    return Object.freeze({
      type: 'contract-call',
      address: checkedAddress(parameters.address, 'address'),
      selector: toFunctionSelector(withoutNames(abiFunction)),
      rules: Object.freeze(
        compile(layoutOf(abiFunction), parameters.args ?? {}, signature, [])
          .sort((a, b) => a.offset - b.offset)
          .map((rule) => Object.freeze(rule)),
      ),
      valueLimit,
      abiFunction,
      ...(required === undefined ? {} : { required }),
    })
  })
}

/** Old ABIs say `payable: true` instead of a mutability, or nothing; then the chain is the judge. */
function isPayable(fn: { stateMutability?: string; payable?: boolean | undefined }): boolean {
  if (fn.stateMutability !== undefined) return fn.stateMutability === 'payable'
  return fn.payable !== false
}

function layoutOf(abiFunction: AbiFunction) {
  try {
    return argumentLayout(abiFunction.inputs)
  } catch (cause) {
    throw new InvalidPermissionError({
      parameter: 'abi',
      problem: `has a parameter type that is not known, in \`${abiFunction.name}\``,
      fix: 'use the ABI as the compiler wrote it.',
      cause,
    })
  }
}

/** Walks `args` beside the layout. */
function compile(
  nodes: ReadonlyMap<string, ArgumentNode>,
  args: unknown,
  signature: string,
  path: readonly string[],
): ArgumentRule[] {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) {
    throw new InvalidArgumentValueError({
      argument: path.join('.') || '(all)',
      type: path.length ? 'tuple or fixed array' : signature,
      problem: 'is not an object of arguments by name',
      fix: 'name them, such as `{ to: equals(account) }`; items of a fixed array by index, such as `{ 0: atMost(5n) }`.',
    })
  }
  for (const name of Object.keys(args)) {
    if (nodes.has(name)) continue
    const argument = [...path, name].join('.')
    const others = nodes.get(anyElement)
    if (others?.kind === 'moving') throw unplaced(others, signature, argument)
    throw new UnknownArgumentError({ signature, argument, known: [...nodes.keys()] })
  }
  const rules: ArgumentRule[] = []
  for (const [name, node] of nodes) {
    if (!Object.hasOwn(args, name)) continue
    const constraint = (args as Record<string, unknown>)[name]
    const argument = node.path.join('.')
    if (node.kind === 'word') {
      rules.push(...compileArgument(node, constraint))
    } else if (node.kind === 'group') {
      const inside = compile(node.children, constraint, signature, node.path)
      // A rule in a dynamic tuple is one on the field only as long as the pointer leads there.
      if (inside.length && node.pointer) rules.push(pointerRule(node.pointer))
      rules.push(...inside)
    } else {
      throw unplaced(node, signature, argument)
    }
  }
  return rules
}

function unplaced({ kind, type, behind }: ArgumentGap, signature: string, argument: string) {
  if (kind !== 'far') {
    return new DynamicArgumentError({ signature, argument, type, behind: behind?.join('.') })
  }
  return new UnsupportedComparisonError({
    argument,
    type,
    problem: 'lies too far back for a rule',
    fix: 'a rule reaches the first 65,535 bytes of the arguments; leave this one out.',
  })
}
