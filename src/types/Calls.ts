import type {
  Abi,
  AbiStateMutability,
  Address,
  ContractFunctionArgs,
  ContractFunctionName,
  ContractFunctionParameters,
  Narrow,
} from 'viem'
import type { Call } from './Policy.ts'

/** Only functions that change state are worth sending. */
type Writable = Extract<AbiStateMutability, 'nonpayable' | 'payable'>

interface FunctionCallTarget {
  to: Address
  /** Wei. */
  value?: bigint | undefined
  /** Encoded from the function and its arguments. */
  data?: undefined
}

/**
 * A call by its function, as viem's `sendCalls` takes it: encoded when it is checked or sent. Of an
 * overloaded function the arguments tell which one is meant.
 */
export type FunctionCall<
  abi extends Abi | readonly unknown[] = Abi,
  functionName extends ContractFunctionName<abi, Writable> = ContractFunctionName<abi, Writable>,
  args extends ContractFunctionArgs<abi, Writable, functionName> = ContractFunctionArgs<
    abi,
    Writable,
    functionName
  >,
> = Omit<ContractFunctionParameters<abi, Writable, functionName, args>, 'address'> &
  FunctionCallTarget

/** `Call`, without a place for an ABI. */
interface EncodedCall extends Call {
  abi?: undefined
  functionName?: undefined
  args?: undefined
}

/** A call in any form, when nothing more is known of it. */
export type AnyCall =
  | Call
  | (FunctionCallTarget & {
      abi: Abi | readonly unknown[]
      functionName: string
      args?: readonly unknown[] | undefined
    })

/** One call; `call` is inferred, and checks the arguments. */
export type CallOf<call> = [AnyCall] extends [call]
  ? call
  : call extends { abi: infer abi }
    ? abi extends Abi
      ? ByFunction<call, abi>
      : AnyCall
    : EncodedCall

/** The call that was given, with the arguments that its function takes. */
type ByFunction<call, abi extends Abi> = call extends {
  functionName: infer functionName extends ContractFunctionName<abi, Writable>
}
  ? call extends { args: infer args extends ContractFunctionArgs<abi, Writable, functionName> }
    ? FunctionCall<abi, functionName, args>
    : FunctionCall<abi, functionName>
  : Abi extends abi
    ? AnyCall
    : FunctionCall<abi>

type ListOf<calls extends readonly unknown[], result extends readonly unknown[] = []> =
  // one after the other, so that each call is held against its own ABI
  calls extends readonly []
    ? readonly [...result]
    : calls extends readonly [infer call, ...infer rest]
      ? ListOf<rest, readonly [...result, CallOf<call>]>
      : calls extends readonly AnyCall[]
        ? calls
        : readonly AnyCall[]

/** Calls, each encoded or by its function; `calls` is inferred, and checks the arguments. */
export type Calls<calls extends readonly unknown[] = readonly AnyCall[]> = [
  readonly AnyCall[],
] extends [calls]
  ? calls
  : ListOf<Narrow<calls>>

/** One call, or several; see `Calls`. */
export type CallOrCalls<calls = AnyCall | readonly AnyCall[]> = [
  AnyCall | readonly AnyCall[],
] extends [calls]
  ? calls
  : calls extends readonly unknown[]
    ? Calls<calls>
    : CallOf<Narrow<calls>>
