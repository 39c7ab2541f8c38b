import type { RpcErrorAnswer } from './findRpcError.ts'

/** Codes with which services say that they lack a method; `-32601` is the one of JSON-RPC 2.0. */
const codes: readonly number[] = [-32601, -32600, -32004, -32000, -32603, 400, 404, 405]

const says =
  /\b(unknown|unsupported|unrecogni[sz]ed|no such|invalid) (json-?rpc |rpc )?method\b|\bmethod\b.{0,80}?\b(not found|does ?n[o']t exist|not exist|unknown|unsupported|not (available|supported|implemented|whitelisted|recogni[sz]ed))|at "method"/i

/**
 * Whether a service says that it does not have the method that it was asked for. What it says of the
 * parameters is no such answer, whatever the code: Alto gives `-32601` for these too. Neither is a
 * refusal of a policy that speaks of a contract's methods.
 */
export function isMethodMissing({ code, message }: RpcErrorAnswer): boolean {
  if (!codes.includes(code) || /polic|sponsor(ed|ship)/i.test(message.replace(/\bpm_\w+/g, '')))
    return false
  if (says.test(message)) return true
  return code === -32601 && !isAboutParameters(message)
}

/** Whether a service finds fault with the parameters of a request. */
export function isAboutParameters(message: string): boolean {
  return /\bparam(eter)?s?\b|\barguments?\b|validation error/i.test(message)
}
