import type { Hex } from 'viem'
import type { ArgumentRule } from '../types/Policy.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { leafProblem } from '../utils/leafProblem.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import type { DecodedLeaf, UnreadableReason } from './DecodedLeaf.ts'
import { parseModuleLeaf } from './parseModuleLeaf.ts'
import { ruleConditions } from './ruleConditions.ts'

const abiModule = moduleAddresses.abiSessionValidation.toLowerCase()
const erc20Module = moduleAddresses.erc20SessionValidation.toLowerCase()
const headBytes = 62
const ruleBytes = 35
/** Instead of what is no text: no bytes, which is no hexadecimal either. */
const nothing = '' as Hex
const cleanAddress = /^0{24}/

/**
 * Reads a leaf as the validation modules do. Addresses stay lower-case, which makes it fast enough
 * to try every leaf against every call; `decodeLeaf` is the same with EIP-55 addresses.
 */
export function parseLeaf(given: SessionLeaf): DecodedLeaf {
  const leaf = plainLeaf(given)
  const { validAfter, validUntil, sessionValidationModule, sessionKeyData } = leaf
  const unreadable = (reason: UnreadableReason): DecodedLeaf => ({
    type: 'unreadable',
    reason,
    validAfter,
    validUntil,
    sessionValidationModule,
    sessionKeyData,
  })
  // Before any module is asked, whose code may say whatever it likes of it.
  const problem = leafProblem(leaf)
  if (problem) return unreadable(problem)
  const module = sessionValidationModule.toLowerCase()
  const data = sessionKeyData.toLowerCase()
  const size = data.length / 2 - 1
  const bytes = (from: number, to: number): Hex => `0x${data.slice(2 + from * 2, 2 + to * 2)}`

  if (module === erc20Module) {
    if (size < 128) return unreadable('too-short')
    for (const word of [0, 32, 64]) {
      // The contract's abi.decode reverts on these.
      if (!cleanAddress.test(data.slice(2 + word * 2, 26 + word * 2))) {
        return unreadable('dirty-address')
      }
    }
    return {
      type: 'erc20-transfer',
      sessionKey: bytes(12, 32),
      token: bytes(44, 64),
      to: bytes(76, 96),
      maxAmount: BigInt(bytes(96, 128)),
      trailingBytes: size - 128,
      validAfter,
      validUntil,
    }
  }
  if (module !== abiModule) {
    const custom = parseModuleLeaf(leaf)
    return typeof custom === 'string' ? unreadable(custom) : custom
  }

  if (size < headBytes) return unreadable('too-short')
  const ruleCount = Number(bytes(60, 62))
  const end = headBytes + ruleCount * ruleBytes
  if (end > size) return unreadable('rule-count-too-large')
  const rules: ArgumentRule[] = []
  for (let at = headBytes; at < end; at += ruleBytes) {
    const condition = ruleConditions[Number(bytes(at + 2, at + 3))]
    if (condition === undefined) return unreadable('unknown-condition')
    rules.push({
      offset: Number(bytes(at, at + 2)),
      condition,
      referenceValue: bytes(at + 3, at + ruleBytes),
    })
  }
  return {
    type: 'contract-call',
    sessionKey: bytes(0, 20),
    address: bytes(20, 40),
    selector: bytes(40, 44),
    valueLimit: BigInt(bytes(44, 60)),
    rules,
    trailingBytes: size - end,
    validAfter,
    validUntil,
  }
}

/**
 * The leaf, each part read once and of its type, since a leaf may come from anywhere: what is not
 * there, or throws, is what no module reads.
 */
function plainLeaf(leaf: SessionLeaf): SessionLeaf {
  const part = (name: keyof SessionLeaf): unknown => {
    try {
      return leaf[name]
    } catch {
      return undefined
    }
  }
  const time = (value: unknown) => (typeof value === 'number' ? value : Number.NaN)
  const hex = (value: unknown) => (typeof value === 'string' ? (value as Hex) : nothing)
  return {
    validAfter: time(part('validAfter')),
    validUntil: time(part('validUntil')),
    sessionValidationModule: hex(part('sessionValidationModule')),
    sessionKeyData: hex(part('sessionKeyData')),
  }
}
