/**
 * A function whose meaning is known by its selector, whatever an ABI calls it. `recipient`,
 * `spender`, `amount` and `switch` count 32-byte words of the arguments.
 *
 * - `moves`: sends tokens to a recipient.
 * - `approves`: lets a spender take tokens, also after the session has ended.
 * - `controls`: changes who controls the contract, or how it works.
 * - `nests`: makes calls from its arguments, which no rule can look into.
 */
export interface KnownFunction {
  kind: 'moves' | 'approves' | 'controls' | 'nests'
  /** Human-readable, for viem's `parseAbiItem`. */
  definition: string
  recipient?: number
  spender?: number
  amount?: number
  /** A boolean that gives nothing away when it is false. */
  switch?: number
}

/** Functions that risks are derived from, by selector. */
export const knownFunctions: Readonly<Record<string, KnownFunction | undefined>> = {
  '0xa9059cbb': {
    kind: 'moves',
    definition: 'function transfer(address to, uint256 amount)',
    recipient: 0,
    amount: 1,
  },
  '0x23b872dd': {
    kind: 'moves',
    definition: 'function transferFrom(address from, address to, uint256 amountOrTokenId)',
    recipient: 1,
    amount: 2,
  },
  '0x42842e0e': {
    kind: 'moves',
    definition: 'function safeTransferFrom(address from, address to, uint256 tokenId)',
    recipient: 1,
    amount: 2,
  },
  '0xb88d4fde': {
    kind: 'moves',
    definition: 'function safeTransferFrom(address from, address to, uint256 tokenId, bytes data)',
    recipient: 1,
    amount: 2,
  },
  '0xf242432a': {
    kind: 'moves',
    definition:
      'function safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes data)',
    recipient: 1,
    amount: 3,
  },
  '0x2eb2c2d6': {
    kind: 'moves',
    definition:
      'function safeBatchTransferFrom(address from, address to, uint256[] ids, uint256[] amounts, bytes data)',
    recipient: 1,
  },
  '0x1296ee62': {
    kind: 'moves',
    definition: 'function transferAndCall(address to, uint256 amount)',
    recipient: 0,
    amount: 1,
  },
  '0x4000aea0': {
    kind: 'moves',
    definition: 'function transferAndCall(address to, uint256 amount, bytes data)',
    recipient: 0,
    amount: 1,
  },
  '0x9bd9bbc6': {
    kind: 'moves',
    definition: 'function send(address to, uint256 amount, bytes data)',
    recipient: 0,
    amount: 1,
  },
  '0xb460af94': {
    kind: 'moves',
    definition: 'function withdraw(uint256 assets, address receiver, address owner)',
    recipient: 1,
    amount: 0,
  },
  '0xba087652': {
    kind: 'moves',
    definition: 'function redeem(uint256 shares, address receiver, address owner)',
    recipient: 1,
    amount: 0,
  },
  '0x69328dec': {
    kind: 'moves',
    definition: 'function withdraw(address asset, uint256 amount, address to)',
    recipient: 2,
    amount: 1,
  },
  '0x095ea7b3': {
    kind: 'approves',
    definition: 'function approve(address spender, uint256 amountOrTokenId)',
    spender: 0,
    amount: 1,
  },
  '0xa22cb465': {
    kind: 'approves',
    definition: 'function setApprovalForAll(address operator, bool approved)',
    spender: 0,
    switch: 1,
  },
  '0x39509351': {
    kind: 'approves',
    definition: 'function increaseAllowance(address spender, uint256 addedValue)',
    spender: 0,
    amount: 1,
  },
  '0xd73dd623': {
    kind: 'approves',
    definition: 'function increaseApproval(address spender, uint256 addedValue)',
    spender: 0,
    amount: 1,
  },
  '0x3177029f': {
    kind: 'approves',
    definition: 'function approveAndCall(address spender, uint256 amount)',
    spender: 0,
    amount: 1,
  },
  '0xcae9ca51': {
    kind: 'approves',
    definition: 'function approveAndCall(address spender, uint256 amount, bytes data)',
    spender: 0,
    amount: 1,
  },
  '0x959b8c3f': {
    kind: 'approves',
    definition: 'function authorizeOperator(address operator)',
    spender: 0,
  },
  '0xd505accf': {
    kind: 'approves',
    definition:
      'function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
    spender: 1,
    amount: 2,
  },
  '0x8fcbaf0c': {
    kind: 'approves',
    definition:
      'function permit(address holder, address spender, uint256 nonce, uint256 expiry, bool allowed, uint8 v, bytes32 r, bytes32 s)',
    spender: 1,
  },
  '0x2b67b570': {
    kind: 'approves',
    definition:
      'function permit(address owner, ((address token, uint160 amount, uint48 expiration, uint48 nonce) details, address spender, uint256 sigDeadline) permitSingle, bytes signature)',
    spender: 5,
    amount: 2,
  },
  '0x2a2d80d1': {
    kind: 'approves',
    definition:
      'function permit(address owner, ((address token, uint160 amount, uint48 expiration, uint48 nonce)[] details, address spender, uint256 sigDeadline) permitBatch, bytes signature)',
  },
  '0x87517c45': {
    kind: 'approves',
    definition:
      'function approve(address token, address spender, uint160 amount, uint48 expiration)',
    spender: 1,
    amount: 2,
  },
  '0xf2fde38b': { kind: 'controls', definition: 'function transferOwnership(address newOwner)' },
  '0x2f2ff15d': {
    kind: 'controls',
    definition: 'function grantRole(bytes32 role, address account)',
  },
  '0x3659cfe6': { kind: 'controls', definition: 'function upgradeTo(address newImplementation)' },
  '0x4f1ef286': {
    kind: 'controls',
    definition: 'function upgradeToAndCall(address newImplementation, bytes data)',
  },
  '0xac9650d8': { kind: 'nests', definition: 'function multicall(bytes[] data)' },
  '0x5ae401dc': { kind: 'nests', definition: 'function multicall(uint256 deadline, bytes[] data)' },
  '0x252dba42': {
    kind: 'nests',
    definition: 'function aggregate((address target, bytes callData)[] calls)',
  },
  '0x82ad56cb': {
    kind: 'nests',
    definition: 'function aggregate3((address target, bool allowFailure, bytes callData)[] calls)',
  },
  '0xb61d27f6': {
    kind: 'nests',
    definition: 'function execute(address to, uint256 value, bytes data)',
  },
}
