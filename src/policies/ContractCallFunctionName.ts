import type { Abi, AbiFunction, AbiParameter } from 'viem'

/** The functions of an ABI that change state: what a session key can be for. */
export type WritableFunction<abi> = abi extends Abi
  ? Abi extends abi
    ? AbiFunction
    : Extract<abi[number], AbiFunction & { stateMutability: 'nonpayable' | 'payable' }>
  : AbiFunction

type ParameterSignature<parameter extends AbiParameter> = parameter extends {
  type: `tuple${infer suffix}`
  components: infer components extends readonly AbiParameter[]
}
  ? `(${ParametersSignature<components>})${suffix}`
  : parameter['type']

type ParametersSignature<parameters extends readonly AbiParameter[]> = parameters extends readonly [
  infer head extends AbiParameter,
  ...infer tail extends readonly AbiParameter[],
]
  ? tail extends readonly []
    ? ParameterSignature<head>
    : `${ParameterSignature<head>},${ParametersSignature<tail>}`
  : ''

type Signature<fn extends AbiFunction> = fn extends AbiFunction
  ? `${fn['name']}(${ParametersSignature<fn['inputs']>})`
  : never

type IsUnion<union, member = union> = (
  member extends member
    ? [union] extends [member]
      ? false
      : true
    : never
) extends false
  ? false
  : true

type UniqueName<fn extends AbiFunction, name = fn['name']> = name extends fn['name']
  ? IsUnion<Extract<fn, { name: name }>> extends true
    ? never
    : name
  : never

/**
 * How a function of an ABI may be named: by its name, or by its full signature, such as
 * `safeTransferFrom(address,address,uint256)`. An overloaded one only by its signature.
 */
export type ContractCallFunctionName<abi> = abi extends Abi
  ? Abi extends abi
    ? string
    : UniqueName<WritableFunction<abi>> | Signature<WritableFunction<abi>>
  : string

/** The function that a name or signature stands for. */
export type ContractCallFunction<abi, functionName> =
  WritableFunction<abi> extends infer fn
    ? fn extends AbiFunction
      ? functionName extends fn['name'] | Signature<fn>
        ? fn
        : never
      : never
    : never
