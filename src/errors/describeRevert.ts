import { decodeAbiParameters, type Hex, isHex, slice, toFunctionSelector } from 'viem'
import type { ContractFailure } from './ContractFailure.ts'
import { contractFailures } from './contractFailures.ts'

/** What a contract reverted with, in words as far as it is known. */
export interface RevertMeaning {
  /** The text or the error's name, as the contract has it; the bytes where nothing is known of them. */
  reason: string | undefined
  /** What it means: of the contracts of Smart Account V2, and of Solidity's own checks. */
  meaning?: string | undefined
  fix?: string | undefined
  /** Bytes that only the ABI of the called contract tells the meaning of. */
  isUnknownData: boolean
}

/** The checks of Solidity itself. @see https://docs.soliditylang.org (Panic via assert) */
const panics: Readonly<Record<number, string>> = {
  0: 'a panic of the compiler',
  1: 'an assertion of the contract failed',
  17: 'a calculation went out of range (overflow or underflow)',
  18: 'a division by zero',
  33: 'a value that the enum does not have',
  34: 'a byte array in storage that is not encoded as it should be',
  49: 'a pop from an empty array',
  50: 'an index outside of the array',
  65: 'too much memory was asked for',
  81: 'a call of a function that was never set',
}

/** Whether the account, its modules or the paymaster said it, or any contract that was called. */
type Origin = 'validation' | 'calls'

const nameOf = ({ revert }: ContractFailure) => revert.replace(/\(.*$/, '')
const isCustomError = ({ revert }: ContractFailure) => /^[A-Z]\w*\(.*\)$/.test(revert)
const knownTo = (origin: Origin) => (failure: ContractFailure) =>
  origin === 'validation' || !failure.isCommonName

/**
 * Puts a revert into words, from its bytes or from the text that somebody made of them.
 *
 * @example
 * describeRevert('SessionNotApproved', 'validation').fix // 'Ask for a new session.'
 */
export function describeRevert(revert: string | undefined, origin: Origin): RevertMeaning {
  if (revert === undefined || revert === '' || revert === '0x')
    return { reason: undefined, isUnknownData: false }
  if (!isHex(revert, { strict: true })) return describeText(revert, origin)
  const selector = revert.slice(0, 10)
  try {
    if (selector === '0x08c379a0') return describeText(decodeText(revert), origin)
    if (selector === '0x4e487b71') {
      const [code] = decodeAbiParameters([{ type: 'uint256' }], slice(revert, 4))
      return describePanic(Number(code))
    }
  } catch {
    // not what it begins as; the bytes are all that is known
    return { reason: revert, isUnknownData: true }
  }
  const failure = contractFailures
    .filter((it) => isCustomError(it) && toFunctionSelector(it.revert) === selector)
    .find(knownTo(origin))
  return failure ? describeKnown(failure) : { reason: revert, isUnknownData: true }
}

function decodeText(data: Hex): string {
  return decodeAbiParameters([{ type: 'string' }], slice(data, 4))[0]
}

function describeText(text: string, origin: Origin): RevertMeaning {
  const panic = /^Panic\((\d+)\)$/.exec(text)
  if (panic) return describePanic(Number(panic[1]))
  const failure = contractFailures.filter((it) => isNamedIn(text, it, origin)).find(knownTo(origin))
  return failure ? describeKnown(failure) : { reason: text, isUnknownData: false }
}

/** Around what validation says, bundlers put words of their own; a called contract says just it. */
function isNamedIn(text: string, failure: ContractFailure, origin: Origin): boolean {
  const name = nameOf(failure)
  if (origin === 'calls') return text === name
  return isCustomError(failure) ? new RegExp(`\\b${name}\\b`).test(text) : text.includes(name)
}

function describeKnown(failure: ContractFailure): RevertMeaning {
  const { meaning, fix } = failure
  return { reason: nameOf(failure), meaning, fix, isUnknownData: false }
}

function describePanic(code: number): RevertMeaning {
  const meaning = panics[code]
  return {
    reason: `Panic(0x${code.toString(16).padStart(2, '0')})`,
    ...(meaning ? { meaning } : {}),
    isUnknownData: false,
  }
}
