import { type AbiFunction, type Address, type Hex, size } from 'viem'
import type { AnyCall } from '../types/Calls.ts'
import type { CheckedCall } from '../types/PermissionModule.ts'
import type { ArgumentRule, Permission } from '../types/Policy.ts'
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
  call: AnyCall,
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

/** Each of the rules as wide as the call needs it, and the limit of the value. */
function widened(
  leaf: DecodedContractCall,
  call: CheckedCall,
  abiFunction: AbiFunction | undefined,
): DecodedContractCall | undefined {
  const [valueLimit = 0n] = [leaf.valueLimit, call.value].sort((a, b) => (a > b ? -1 : 1))
  const refusalOf = (rules: readonly ArgumentRule[]) =>
    evaluateParsed({ ...leaf, valueLimit, rules }, call, { batch: false })
  // what no wider limit lets pass: another target, another function
  if (refusalOf([])) return undefined
  const fn = legibleFunction(leaf.selector, abiFunction)
  const pointers =
    typeof fn === 'string' ? undefined : placedArguments(fn.layout, leaf.rules).pointers
  const rules: ArgumentRule[] = []
  for (const rule of leaf.rules) {
    const refusal = refusalOf([rule])
    if (!refusal) rules.push(rule)
    // The rules behind a pointer are about other words once it leads elsewhere.
    else if (refusal.type !== 'argument' || pointers?.has(rule.offset)) return undefined
    else rules.push(...admitting(rule, refusal.actual))
  }
  return { ...leaf, valueLimit, rules }
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

// one more than the 65,535 bytes that a rule's offset reaches
const mostWords = 2_049

function forThisCall({ to, data, value }: CheckedCall): Permission {
  const selector = data.slice(0, 10) as Hex
  // longer calldata has words that no rule reaches, and `checkedPermission` refuses
  const count = Math.min(mostWords, Math.floor((size(data) - 4) / 32))
  const words = Array.from(
    { length: count },
    (_, i): Hex => `0x${data.slice(10 + i * 64, 74 + i * 64)}`,
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
