import { type AbiFunction, type Address, type Hex, size, sliceHex } from 'viem'
import type { CheckedCall } from '../types/PermissionModule.ts'
import type { ArgumentRule, Call, Permission } from '../types/Policy.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { checkedPermission } from './checkedPermission.ts'
import type { DecodedContractCall } from './DecodedLeaf.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { erc20TransferSelector } from './erc20TransferSelector.ts'
import { evaluateParsed } from './evaluateParsed.ts'
import { legibleFunction } from './legibleFunction.ts'
import { parseLeaf } from './parseLeaf.ts'
import { placedArguments } from './placedArguments.ts'
import { prepareCall } from './prepareCall.ts'
import { typedErrors } from './typedErrors.ts'

/**
 * The least that would have to be granted for a call: the permission that came closest with its
 * broken rules widened up to this call, or a permission for this call alone. Nothing when no
 * permission can allow it, as for a call without calldata, which V2's modules never let pass.
 *
 * @example
 * const match = matchCalls(session.permissions, calls, { now })
 * if (!match.matched) neededPermission(calls[match.callIndex], match.closest?.candidate)
 */
export function neededPermission(
  call: Call,
  closest?: { leaf: SessionLeaf; abiFunction?: AbiFunction | undefined } | undefined,
): Permission | undefined {
  return typedErrors('neededPermission', () => {
    const prepared = prepareCall(call)
    if ('problem' in prepared || size(prepared.data) < 4) return undefined
    try {
      const parsed = closest && parseLeaf(closest.leaf)
      const { abiFunction } = closest ?? {}
      const wider =
        parsed?.type === 'contract-call' ? widened(parsed, prepared, abiFunction) : undefined
      if (!wider) return forThisCall(prepared)
      const { address, selector, valueLimit, rules } = wider
      const type = 'contract-call'
      return checkedPermission(
        { type, address, selector, valueLimit, rules, abiFunction },
        'needed',
      )
    } catch {
      // more value than a leaf can hold
      return undefined
    }
  })
}

/** The rules that the call breaks, one after the other, until it passes. */
function widened(
  leaf: DecodedContractCall,
  call: CheckedCall,
  abiFunction: AbiFunction | undefined,
): DecodedContractCall | undefined {
  const fn = legibleFunction(leaf.selector, abiFunction)
  const pointers =
    typeof fn === 'string' ? undefined : placedArguments(fn.layout, leaf.rules).pointers
  let wider = leaf
  // each round widens one rule for good; the first is for the value
  for (let round = 0; round <= leaf.rules.length + 1; round += 1) {
    const refusal = evaluateParsed(wider, call, { batch: false })
    if (!refusal) return wider
    if (refusal.type === 'value') wider = { ...wider, valueLimit: refusal.actual }
    else if (refusal.type === 'argument') {
      const { offset, condition, referenceValue, actual } = refusal
      // The rules behind a pointer are about other words once it leads elsewhere.
      if (pointers?.has(offset)) return undefined
      const isBroken = (rule: ArgumentRule) =>
        rule.offset === offset &&
        rule.condition === condition &&
        rule.referenceValue === referenceValue
      const rules = wider.rules.flatMap((rule) =>
        isBroken(rule) ? admitting(rule, actual) : [rule],
      )
      wider = { ...wider, rules }
    } else return undefined
  }
  return undefined
}

function admitting(rule: ArgumentRule, actual: Hex): ArgumentRule[] {
  switch (rule.condition) {
    case 'notEqual':
      return []
    case 'equal':
      return [{ ...rule, referenceValue: actual }]
    case 'atMost':
    case 'below':
      return [{ ...rule, condition: 'atMost', referenceValue: actual }]
    case 'atLeast':
    case 'above':
      return [{ ...rule, condition: 'atLeast', referenceValue: actual }]
  }
}

function forThisCall({ to, data, value }: CheckedCall): Permission {
  const selector = sliceHex(data, 0, 4)
  const words = Array.from({ length: Math.floor((size(data) - 4) / 32) }, (_, i) =>
    sliceHex(data, 4 + i * 32, 36 + i * 32),
  )
  const [recipient, amount] = words
  const isTransfer = selector === erc20TransferSelector && size(data) === 68 && value === 0n
  if (isTransfer && amount && recipient?.startsWith(`0x${'0'.repeat(24)}`)) {
    const address: Address = `0x${recipient.slice(26)}`
    return erc20Transfer({ token: to, to: address, maxAmount: BigInt(amount) })
  }
  const rules = words.map((referenceValue, i) => ({
    offset: i * 32,
    condition: 'equal' as const,
    referenceValue,
  }))
  const permission = {
    type: 'contract-call',
    address: to,
    selector,
    valueLimit: value,
    rules,
  } as const
  return checkedPermission(permission, 'needed')
}
