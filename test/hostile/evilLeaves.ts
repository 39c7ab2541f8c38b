import { concat, type Hex, hexToNumber, pad, parseAbi, slice } from 'viem'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { encodePermission } from '../../src/policies/encodePermission.ts'
import { erc20Transfer } from '../../src/policies/erc20Transfer.ts'
import type { SessionPermission } from '../../src/types/Session.ts'
import type { SessionLeaf } from '../../src/types/SessionLeaf.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import type { TestDapp } from '../harness/createTestDapp.ts'
import type { EvilLeafName } from './scenario.ts'

const abi = parseAbi([
  'function transferOwnership(address owner)',
  'function enableModule(address module)',
  'function approve(address spender, uint256 amount)',
  'function safeMint(address to)',
])
const always = { validAfter: 0, validUntil: 0 }

/** A leaf that its key's holder would like to have in the root of somebody's account. */
export function evilLeaf(name: EvilLeafName, key: Hex, dapp: TestDapp): SessionLeaf {
  const { nft, usdc, account } = dapp
  const call = (address: Hex, functionName: (typeof abi)[number]['name']) => ({
    ...always,
    ...encodePermission(contractCall({ address, abi, functionName }), key),
  })
  switch (name) {
    case 'transferOwnership':
      return call(moduleAddresses.ecdsaOwnership, 'transferOwnership')
    case 'enableModule':
      return call(account.address, 'enableModule')
    case 'approve':
      return call(usdc, 'approve')
    case 'anyMint':
      return call(nft, 'safeMint')
    case 'transferTokens':
      return {
        ...always,
        ...encodePermission(erc20Transfer({ token: usdc, to: key, maxAmount: 10n ** 12n }), key),
      }
    case 'customModule':
      return { ...always, sessionValidationModule: key, sessionKeyData: concat([key, key]) }
    case 'node':
      return nodeLeaf(hashLeaf(call(nft, 'safeMint')), hashLeaf(call(usdc, 'approve')))
    case 'unreadable':
      return {
        ...always,
        sessionValidationModule: moduleAddresses.abiSessionValidation,
        sessionKeyData: key,
      }
  }
}

/** A leaf whose bytes are those of the node above two others: 64 bytes, as in the tree. */
export function nodeLeaf(a: Hex, b: Hex): SessionLeaf {
  const bytes = a.toLowerCase() < b.toLowerCase() ? concat([a, b]) : concat([b, a])
  return {
    validUntil: hexToNumber(slice(bytes, 0, 6)),
    validAfter: hexToNumber(slice(bytes, 6, 12)),
    sessionValidationModule: slice(bytes, 12, 32),
    sessionKeyData: slice(bytes, 32, 64),
  }
}

/** A session's record around a leaf. */
export function evilSession(
  id: string,
  keyAddress: Hex,
  leaf: SessionLeaf,
  fields: { status: string; inRoot: boolean; position: number },
) {
  const permissions: SessionPermission[] = [{ id: `${id}-0`, leaf }]
  const { validAfter, validUntil } = leaf
  return {
    id,
    keyAddress: pad(keyAddress, { size: 20 }),
    keyLocation: 'device',
    permissions,
    validAfter,
    validUntil,
    createdAt: 1,
    ...fields,
  }
}
