/**
 * What a function can do to the account that calls it with any arguments at all. The value that
 * a call carries is not looked at: a permission limits it by itself, to nothing where none is given.
 *
 * - `nests`: executes calls that stand in its arguments. What such a call reaches is not labelled
 *   again.
 * - `approves`: leaves somebody an authority that outlives the call: allowance, operator, manager,
 *   delegation of debt or votes, signer, signed order.
 * - `controls`: hands over, gives up or reconfigures a contract, or a name, role or account in it.
 * - `recipient`: a free address decides where value goes, or in whose favour it counts.
 * - `amount`: a free amount of value leaves the account or is committed. An NFT's id is no amount.
 * - `price`: a trade whose smallest return, or limit of the price, is free or is not there.
 * - `harmless`: none of these. The account can lose nothing of value.
 *
 * Left out is what reasonable people would dispute, such as withdrawing one's own deposit to
 * oneself, or ending somebody's authority.
 */
export const labels = [
  'nests',
  'approves',
  'controls',
  'recipient',
  'amount',
  'price',
  'harmless',
] as const
export type Label = (typeof labels)[number]

export interface LabelledFunction {
  labels: readonly Label[]
  /** After the verified source or ABI, with the names of the arguments there; some may be of another version. */
  signature: string
}

export interface LabelledContract {
  contract: string
  functions: readonly LabelledFunction[]
}

/**
 * @param spoken Labels with spaces between.
 * @example fn('recipient amount', 'transfer(address to, uint256 amount)')
 */
export function fn(spoken: string, signature: string): LabelledFunction {
  const found = spoken.split(' ').map((word) => {
    const label = labels.find((it) => it === word)
    if (!label) throw new Error(`"${word}" of "${signature}" is not a label.`)
    return label
  })
  return { labels: found, signature }
}

export function contract(name: string, ...functions: LabelledFunction[]): LabelledContract {
  return { contract: name, functions }
}
