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
  parameter extends { components: infer components extends readonly AbiParameter[] }
    ? components
    : readonly []
>

type TypeConstraint<type extends string, components extends readonly AbiParameter[]> = type extends
  | 'string'
  | 'bytes'
  | `${string}[]${string}`
  ? never
  : type extends `${string}]`
    ? ArrayConstraint<SplitArray<type>, components>
    : type extends 'tuple'
      ? TupleConstraint<components>
      : WordConstraint<type>

type ArrayConstraint<split, components extends readonly AbiParameter[]> = split extends {
  item: infer item extends string
  length: infer length extends string
}
  ? TypeConstraint<item, components> extends infer constraint
    ? [constraint] extends [never]
      ? never
      : { readonly [index in Index<length>]?: constraint }
    : never
  : never

type TupleConstraint<components extends readonly AbiParameter[]> =
  HasDynamic<components> extends true ? never : ParametersConstraint<components>

// Over tuples only: a plain `readonly AbiParameter[]` holds itself, and would never end.
type HasDynamic<parameters extends readonly AbiParameter[]> = parameters extends readonly [
  infer head extends AbiParameter,
  ...infer tail extends readonly AbiParameter[],
]
  ? IsDynamic<head> extends true
    ? true
    : HasDynamic<tail>
  : false

type IsDynamic<parameter extends AbiParameter> = parameter['type'] extends
  | 'string'
  | 'bytes'
  | `${string}[]${string}`
  ? true
  : parameter extends { components: infer components extends readonly AbiParameter[] }
    ? HasDynamic<components>
    : false

type NameOf<parameter, index> = parameter extends { name: infer name extends string }
  ? name extends ''
    ? index
    : name
  : index

type ParametersConstraint<parameters extends readonly AbiParameter[]> = {
  readonly [index in Extract<keyof parameters, `${number}`> as NameOf<
    parameters[index],
    index
  >]?: parameters[index] extends infer parameter extends AbiParameter
    ? ParameterConstraint<parameter>
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
