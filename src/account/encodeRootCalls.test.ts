import { type Address, decodeFunctionData, zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { encodeRootCalls, type RootCallsOptions } from './encodeRootCalls.ts'
import { sessionKeyManagerAbi } from './sessionKeyManagerAbi.ts'
import { smartAccountAbi } from './smartAccountAbi.ts'

const account: Address = '0x1111111111111111111111111111111111111111'
const { batchedSessionRouter: router, sessionKeyManager: manager, ecdsaOwnership } = moduleAddresses
const sentinel = '0x0000000000000000000000000000000000000001'
const root = `0x${'ab'.repeat(32)}` as const

function callsOf(modules: readonly Address[], options: RootCallsOptions) {
  return encodeRootCalls(account, { modules }, options).map(({ data = '0x' }) => {
    const abi = [...smartAccountAbi, ...sessionKeyManagerAbi]
    const { functionName, args } = decodeFunctionData({ abi, data })
    return [functionName, ...(args ?? [])]
  })
}

describe('encodeRootCalls', () => {
  test('enables the key manager alone, and the router only when told', () => {
    const modules = [ecdsaOwnership]
    expect(callsOf(modules, { root, router: 'disable' })).toEqual([
      ['enableModule', manager],
      ['setMerkleRoot', root],
    ])
    expect(callsOf(modules, { root, router: 'enable' })).toEqual([
      ['enableModule', manager],
      ['enableModule', router],
      ['setMerkleRoot', root],
    ])
    expect(callsOf([manager, router], { root })).toEqual([['setMerkleRoot', root]])
  })

  test('the empty root disables both, each with the neighbour that it has by then', () => {
    expect(callsOf([router, manager, ecdsaOwnership], { root: zeroHash })).toEqual([
      ['setMerkleRoot', zeroHash],
      ['disableModule', sentinel, router],
      ['disableModule', sentinel, manager],
    ])
    expect(callsOf([manager, router, ecdsaOwnership], { root: zeroHash })).toEqual([
      ['setMerkleRoot', zeroHash],
      ['disableModule', manager, router],
      ['disableModule', sentinel, manager],
    ])
    expect(callsOf([ecdsaOwnership], { root: zeroHash })).toEqual([['setMerkleRoot', zeroHash]])
  })

  test('a module that is enabled in the same operation becomes the neighbour', () => {
    expect(callsOf([router, ecdsaOwnership], { root, router: 'disable' })).toEqual([
      ['enableModule', manager],
      ['setMerkleRoot', root],
      ['disableModule', manager, router],
    ])
  })
})
