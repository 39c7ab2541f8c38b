import type { AbiFunction, AbiParameter, Address, Hex } from 'viem'
import type { RuleCondition } from '../types/Policy.ts'
import type { Comparison } from './Comparison.ts'

/** A rule on one word: a bare value (equals), a comparison, or several that must all hold. */
type Constraint<value, condition extends RuleCondition> =
  | value
  | Comparison<condition, value>
  | readonly [Comparison<condition, value>, ...Comparison<condition, value>[]]

/** Ordering is unsigned on the chain, and `not` is exact only where a type fills its word. */
type WordConstraint<type extends string> = type extends `uint${string}`
  ? Constraint<bigint | number, RuleCondition>
  : type extends 'int256'
    ? Constraint<bigint | number, 'equal' | 'notEqual'>
    : type extends `int${string}`
      ? Constraint<bigint | number, 'equal'>
      : type extends 'address'
        ? Constraint<Address, 'equal' | 'notEqual'>
        : type extends 'bool'
          ? Constraint<boolean, 'equal' | 'notEqual'>
          : type extends 'bytes32'
            ? Constraint<Hex, 'equal' | 'notEqual'>
            : type extends `bytes${string}` | 'function'
              ? Constraint<Hex, 'equal'>
              : never

/** `uint256[2][3]` is three of `uint256[2]`: the last length is the outermost. */
type SplitArray<type extends string> = type extends `${infer base}[${infer lengths}]`
  ? SplitLengths<base, lengths>
  : never

type SplitLengths<
  base extends string,
  lengths extends string,
> = lengths extends `${infer inner}][${infer outer}`
  ? SplitLengths<`${base}[${inner}]`, outer>
  : { item: base; length: lengths }

type Indexes<
  length extends string,
  seen extends unknown[] = [],
> = `${seen['length']}` extends length
  ? never
  : seen['length'] | Indexes<length, [...seen, unknown]>

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

/** The compiler checks bounds up to 99 items; they are always checked at run time. */
type Index<length extends string> = length extends Digit | `${Digit}${Digit}`
  ? Indexes<length>
  : number

type ParameterConstraint<parameter extends AbiParameter> = TypeConstraint<
  parameter['type'],
  ComponentsOf<parameter>
>

type ComponentsOf<parameter extends AbiParameter> = parameter extends {
  components: infer components extends readonly AbiParameter[]
}
  ? components
  : readonly []

type TypeConstraint<type extends string, components extends readonly AbiParameter[]> = type extends
  | 'string'
  | 'bytes'
  | `${string}[]`
  ? never
  : type extends `${string}]`
    ? ArrayConstraint<SplitArray<type>, components>
    : type extends 'tuple'
      ? ParametersConstraint<components>
      : WordConstraint<type>

/** Of dynamic items only the first has a place: it moves the others. */
type ArrayConstraint<split, components extends readonly AbiParameter[]> = split extends {
  item: infer item extends string
  length: infer length extends string
}
  ? TypeConstraint<item, components> extends infer constraint
    ? [constraint] extends [never]
      ? never
      : IsDynamic<item, components> extends true
        ? { readonly 0?: constraint }
        : { readonly [index in Index<length>]?: constraint }
    : never
  : never

/** The place of the first dynamic parameter: what is dynamic behind it has no place of its own. */
type FirstDynamic<
  parameters extends readonly AbiParameter[],
  seen extends unknown[] = [],
> = parameters extends readonly [
  infer head extends AbiParameter,
  ...infer tail extends readonly AbiParameter[],
]
  ? IsDynamic<head['type'], ComponentsOf<head>> extends true
    ? `${seen['length']}`
    : FirstDynamic<tail, [...seen, head]>
  : never

type IsDynamic<type extends string, components extends readonly AbiParameter[]> = type extends
  | 'string'
  | 'bytes'
  | `${string}[]${string}`
  | `bytes[${string}`
  | `string[${string}`
  ? true
  : // Over tuples only: a plain `readonly AbiParameter[]` holds itself, and would never end.
    [FirstDynamic<components>] extends [never]
    ? false
    : true

type NameOf<parameter, index> = parameter extends { name: infer name extends string }
  ? name extends ''
    ? index
    : name
  : index

type ParametersConstraint<
  parameters extends readonly AbiParameter[],
  placed = FirstDynamic<parameters>,
> = {
  readonly [index in Extract<keyof parameters, `${number}`> as NameOf<
    parameters[index],
    index
  >]?: parameters[index] extends infer parameter extends AbiParameter
    ? index extends placed
      ? ParameterConstraint<parameter>
      : IsDynamic<parameter['type'], ComponentsOf<parameter>> extends true
        ? never
        : ParameterConstraint<parameter>
    : never
}

/** What `args` may say where the ABI is not known to the compiler; checked at run time. */
export interface LooseArguments {
  readonly [name: string]: LooseArgument
}

type LooseArgument = Constraint<bigint | number | boolean | string, RuleCondition> | LooseArguments

/** The rules on the arguments of one function, by parameter name (unnamed ones by index). */
export type ContractCallArguments<fn extends AbiFunction> = AbiFunction extends fn
  ? LooseArguments
  : ParametersConstraint<fn['inputs']>
