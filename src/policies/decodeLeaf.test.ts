import fc from 'fast-check'
import type { Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/harness/counts.ts'
import {
  addressArbitrary,
  leafArbitrary,
  permissionArbitrary,
} from '../../test/harness/policyArbitraries.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { decodeLeaf } from './decodeLeaf.ts'
import { describeAsText } from './describeAsText.ts'
import { describeLeaf } from './describeLeaf.ts'
import { encodePermission } from './encodePermission.ts'
import { evaluateCall } from './evaluateCall.ts'
import { findRisks } from './findRisks.ts'
import { permissionOf } from './permissionOf.ts'

const abiModule = moduleAddresses.abiSessionValidation
const erc20Module = moduleAddresses.erc20SessionValidation
const addressOfNoModule = '0x00000000000000000000000000000000000000Ff'

function leafOf(sessionKeyData: string, sessionValidationModule: string = abiModule) {
  return { validAfter: 0, validUntil: 0, sessionValidationModule, sessionKeyData } as SessionLeaf
}

/** Everything that reads a leaf, as a UI would. Nothing here may throw. */
function readAll(leaf: SessionLeaf) {
  const decoded = decodeLeaf(leaf)
  const call = { to: erc20Module, data: '0x' } as const
  expect(evaluateCall(leaf, call, { batch: false, now: 5 }).allowed).toBe(false)
  expect(describeLeaf(leaf).type).toBe(decoded.type)
  expect(typeof describeAsText([leaf])).toBe('string')
  if (decoded.type === 'unreadable') {
    expect(findRisks([leaf], { now: 5 })).toContainEqual({
      id: 'unreadable',
      severity: 'danger',
      permissionIndex: 0,
      data: { reason: decoded.reason },
    })
  }
  return decoded
}

describe('decodeLeaf', () => {
  test(`gives back what was encoded, for ${runs(10_000)} permissions`, () => {
    fc.assert(
      fc.property(permissionArbitrary, addressArbitrary, (permission, sessionKey) => {
        const leaf = { validAfter: 1, validUntil: 2, ...encodePermission(permission, sessionKey) }
        const decoded = decodeLeaf(leaf)
        if (decoded.type === 'unreadable') throw new Error(decoded.reason)
        expect(decoded).toMatchObject({
          sessionKey,
          validAfter: 1,
          validUntil: 2,
          trailingBytes: 0,
        })
        expect(permissionOf(decoded)).toEqual(permission)
        const again = encodePermission(permissionOf(decoded), decoded.sessionKey)
        expect(again.sessionKeyData).toBe(leaf.sessionKeyData)
      }),
      { numRuns: runs(10_000) },
    )
  })

  test('random bytes never crash what reads them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(abiModule, erc20Module, addressOfNoModule),
        fc.uint8Array({ maxLength: 400 }),
        (module, bytes) => {
          readAll(leafOf(`0x${Buffer.from(bytes).toString('hex')}`, module))
        },
      ),
      { numRuns: runs(2000) },
    )
  })

  test('64 KB are read, and hang nothing', () => {
    for (const module of [abiModule, erc20Module]) {
      for (const byte of ['00', 'ff', '03']) {
        const decoded = readAll(leafOf(`0x${byte.repeat(65_536)}`, module))
        expect(['unreadable', 'contract-call', 'erc20-transfer']).toContain(decoded.type)
      }
    }
  })

  test('any truncation of a leaf is unreadable, any addition is counted', () => {
    fc.assert(
      fc.property(leafArbitrary, fc.double({ min: 0, max: 0.999, noNaN: true }), (leaf, part) => {
        const bytes = Math.floor((leaf.sessionKeyData.length / 2 - 1) * part)
        const cut = { ...leaf, sessionKeyData: leaf.sessionKeyData.slice(0, 2 + bytes * 2) as Hex }
        expect(readAll(cut).type).toBe('unreadable')
        const long = { ...leaf, sessionKeyData: `${leaf.sessionKeyData}abcdef` as Hex }
        expect(decodeLeaf(long)).toEqual({ ...decodeLeaf(leaf), trailingBytes: 3 })
      }),
      { numRuns: runs(1000) },
    )
  })

  const head = ['11'.repeat(20), '22'.repeat(20), '40d097c3', '00'.repeat(16)].join('')
  const rule = (condition: string) => `0000${condition}${'00'.repeat(32)}`
  const word = (hex: string) => hex.padStart(64, '0')

  test.each([
    ['another module', leafOf('0x', addressOfNoModule), 'unknown-module'],
    ['a module that is no address', leafOf('0x', 'module'), 'invalid-module'],
    ['a module of 19 bytes', leafOf('0x', `0x${'11'.repeat(19)}`), 'invalid-module'],
    ['data of 32 bytes', leafOf(`0x${'ab'.repeat(32)}`, addressOfNoModule), 'ambiguous-node'],
    ['data of 32 bytes for the ABI module', leafOf(`0x${'ab'.repeat(32)}`), 'ambiguous-node'],
    ['text', leafOf('hello'), 'not-hex'],
    ['half a byte', leafOf('0x123'), 'not-hex'],
    ['nothing', leafOf('0x'), 'too-short'],
    ['61 bytes', leafOf(`0x${head}00`), 'too-short'],
    ['a rule count without rules', leafOf(`0x${head}0001`), 'rule-count-too-large'],
    ['the largest rule count', leafOf(`0x${head}ffff${rule('00')}`), 'rule-count-too-large'],
    ['a condition above 5', leafOf(`0x${head}0001${rule('06')}`), 'unknown-condition'],
    ['127 bytes for the ERC-20 module', leafOf(`0x${'00'.repeat(127)}`, erc20Module), 'too-short'],
    [
      'a dirty address',
      leafOf(`0x${word('1')}${word(`1${'0'.repeat(40)}`)}${word('1')}${word('1')}`, erc20Module),
      'dirty-address',
    ],
    ['a time that is none', { ...leafOf(`0x${head}0000`), validUntil: -1 }, 'invalid-interval'],
    [
      'a time beyond uint48',
      { ...leafOf(`0x${head}0000`), validAfter: 2 ** 48 },
      'invalid-interval',
    ],
    [
      'a time as text',
      { ...leafOf(`0x${head}0000`), validAfter: '1' as never },
      'invalid-interval',
    ],
  ])('%s is unreadable', (_, leaf, reason) => {
    expect(readAll(leaf)).toMatchObject({ type: 'unreadable', reason })
  })

  const throwing = () => {
    throw new RangeError('a getter that throws')
  }
  const readable = leafOf(`0x${head}0000`)

  test.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['a number', 5],
    ['text', 'leaf'],
    ['an empty object', {}],
    ['a list around it', [readable]],
    ['data that is null', { ...readable, sessionKeyData: null }],
    ['data in a list', { ...readable, sessionKeyData: [readable.sessionKeyData] }],
    ['a module that is missing', { ...readable, sessionValidationModule: undefined }],
    ['a time that is null', { ...readable, validUntil: null }],
    ['a time as a bigint', { ...readable, validAfter: 0n }],
    ['a getter that throws', Object.defineProperty({}, 'sessionKeyData', { get: throwing })],
    ['a proxy that throws', new Proxy({}, { get: throwing, has: throwing, ownKeys: throwing })],
  ])('%s is unreadable too, and nothing is thrown', (_, leaf) => {
    expect(readAll(leaf as SessionLeaf)).toMatchObject({ type: 'unreadable' })
  })

  test('no rules and no value limit are readable', () => {
    expect(decodeLeaf(leafOf(`0x${head}0000`))).toEqual({
      type: 'contract-call',
      sessionKey: `0x${'11'.repeat(20)}`,
      address: `0x${'22'.repeat(20)}`,
      selector: '0x40d097c3',
      valueLimit: 0n,
      rules: [],
      trailingBytes: 0,
      validAfter: 0,
      validUntil: 0,
    })
  })
})
