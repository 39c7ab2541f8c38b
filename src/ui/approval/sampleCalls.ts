import { type Address, encodeFunctionData, erc20Abi } from 'viem'
import { evaluateCall } from '../../policies/evaluateCall.ts'
import { transferOf } from '../../policies/transferOf.ts'
import type { Call } from '../../types/Policy.ts'
import type { PermissionRow } from './PermissionRow.ts'
import type { Sample } from './Sample.ts'

const somebodyElse: Address = '0x000000000000000000000000000000000000dEaD'
const someFunction = '0xffffffff'
const maxUint256 = 2n ** 256n - 1n
// enough to see how it works
const mostPermissions = 2

/**
 * Calls around the limits of a grant, judged by the same rules as on the chain: for a transfer half
 * and twice its limit, and another recipient; for other calls another function. None where a leaf
 * is for a module that is not known: what that one lets through cannot be said.
 */
export function sampleCalls(granted: readonly PermissionRow[]): readonly Sample[] {
  if (granted.some(({ description }) => description.type === 'unreadable')) return []
  const judge = (row: PermissionRow, call: Call): Sample['refusal'] => {
    const verdicts = granted.map((other) => ({
      isOwn: other === row,
      ...evaluateCall(other.leaf, call, { batch: true }),
    }))
    if (verdicts.some(({ allowed }) => allowed)) return undefined
    const own = verdicts.find(({ isOwn }) => isOwn)
    return own && !own.allowed ? own.rule : undefined
  }
  const seen = new Set<string>()
  const samples = granted.slice(0, mostPermissions).flatMap((row): Sample[] => {
    const { description, index } = row
    if (description.type === 'unreadable') return []
    const transfer = transferOf(description)
    if (!transfer) {
      const { target } = description
      if (seen.has(target)) return []
      seen.add(target)
      const refusal = judge(row, { to: target, data: someFunction })
      return [{ id: `${index}-function`, call: { type: 'other-function', target }, refusal }]
    }
    const { token, to, maxAmount } = transfer
    const send = (amount: bigint, recipient: Address | undefined): Sample => ({
      id: `${index}-${amount}-${recipient}`,
      call: { type: 'send', token, amount, to: recipient },
      refusal: judge(row, {
        to: token,
        data: encodeFunctionData({
          abi: erc20Abi,
          functionName: 'transfer',
          args: [recipient ?? somebodyElse, amount],
        }),
      }),
      limit: maxAmount === undefined ? undefined : { token, maxAmount },
      recipient: to,
    })
    if (maxAmount === undefined || maxAmount === 0n || maxAmount > maxUint256 / 2n) return []
    const half = maxAmount > 1n ? maxAmount / 2n : maxAmount
    return [send(half, to), send(maxAmount * 2n, to), ...(to ? [send(half, undefined)] : [])]
  })
  // amounts say the most
  return samples.sort((a, b) => Number(b.call.type === 'send') - Number(a.call.type === 'send'))
}
