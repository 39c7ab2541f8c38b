import {
  type AbiFunction,
  type Address,
  type Hex,
  parseAbi,
  parseAbiItem,
  toFunctionSelector,
} from 'viem'
import { describe, expect, test } from 'vitest'
import type { ArgumentRule, Permission } from '../types/Policy.ts'
import { atLeast } from './atLeast.ts'
import { atMost } from './atMost.ts'
import { contractCall } from './contractCall.ts'
import { describeAsJson } from './describeAsJson.ts'
import { describeAsText } from './describeAsText.ts'
import { describeLeaf } from './describeLeaf.ts'
import { encodePermission } from './encodePermission.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { findRisks } from './findRisks.ts'
import { knownFunctions } from './knownFunctions.ts'
import { not } from './not.ts'
import { toWord } from './toWord.ts'
import { transferOf } from './transferOf.ts'

const target: Address = '0x2222222222222222222222222222222222222222'
const account: Address = '0x3333333333333333333333333333333333333333'
const sessionKey: Address = '0x1111111111111111111111111111111111111111'
const now = 1_700_000_000
const abi = parseAbi([
  'struct Order { address maker; uint8 kind; }',
  'function safeMint(address to)',
  'function fill(Order order, int24 tick, bool flag, bytes4 tag, string memo, uint256[2] sizes) payable',
  'function transfer(address recipient, uint256 value)',
  'function approve(address spender, uint256 value)',
  'function setApprovalForAll(address operator, bool approved)',
  'function withdrawTo(address to, uint256 amount)',
  'function multicall(bytes[] data)',
  'function transferOwnership(address newOwner)',
])

function leafOf(permission: Permission, validUntil = now + 3600) {
  return { validAfter: 0, validUntil, ...encodePermission(permission, sessionKey) }
}

function describeCall(permission: Permission, abiFunction: AbiFunction | undefined) {
  const description = describeLeaf(leafOf(permission), { abiFunction })
  if (description.type !== 'contract-call') throw new Error(description.type)
  return description
}

function raw(selector: Hex, ...rules: [number, ArgumentRule['condition'], bigint][]): Permission {
  return {
    type: 'contract-call',
    address: target,
    selector,
    valueLimit: 0n,
    rules: rules.map(([offset, condition, value]) => ({
      offset,
      condition,
      referenceValue: toWord(value),
    })),
  }
}

const fill = contractCall({
  address: target,
  abi,
  functionName: 'fill',
  args: {
    order: { maker: not(account), kind: atLeast(2) },
    tick: -5,
    flag: true,
    tag: '0x12345678',
    sizes: { 1: [atLeast(1n), atMost(9n)] },
  },
  valueLimit: 7n,
})

describe('describeLeaf', () => {
  test('gives names, types and values from the bytes and the ABI', () => {
    const description = describeCall(fill, fill.abiFunction)
    expect(description).toMatchObject({
      target,
      functionName: 'fill',
      signature: 'fill((address,uint8),int24,bool,bytes4,string,uint256[2])',
      source: 'abi',
      readable: true,
      valueLimit: 7n,
      validUntil: now + 3600,
    })
    const shown = description.arguments.map(({ name, type, offset, conditions, unrestricted }) => ({
      argument: `${name} ${type} ${offset}`,
      unrestricted,
      conditions: conditions.map(
        ({ condition, value, implied }) => `${condition} ${value}${implied ? ' (implied)' : ''}`,
      ),
    }))
    expect(shown).toMatchInlineSnapshot(`
      [
        {
          "argument": "order.maker address 0",
          "conditions": [
            "notEqual 0x3333333333333333333333333333333333333333",
            "atMost 0x000000000000000000000000ffffffffffffffffffffffffffffffffffffffff (implied)",
          ],
          "unrestricted": false,
        },
        {
          "argument": "order.kind uint8 32",
          "conditions": [
            "atLeast 2",
            "atMost 255 (implied)",
          ],
          "unrestricted": false,
        },
        {
          "argument": "tick int24 64",
          "conditions": [
            "equal -5",
          ],
          "unrestricted": false,
        },
        {
          "argument": "flag bool 96",
          "conditions": [
            "equal true",
          ],
          "unrestricted": false,
        },
        {
          "argument": "tag bytes4 128",
          "conditions": [
            "equal 0x12345678",
          ],
          "unrestricted": false,
        },
        {
          "argument": "memo string undefined",
          "conditions": [],
          "unrestricted": true,
        },
        {
          "argument": "sizes.0 uint256 192",
          "conditions": [],
          "unrestricted": true,
        },
        {
          "argument": "sizes.1 uint256 224",
          "conditions": [
            "atLeast 1",
            "atMost 9",
          ],
          "unrestricted": false,
        },
      ]
    `)
  })

  test('an ERC-20 transfer is told without an ABI, whichever module checks it', () => {
    const pinned = describeLeaf(
      leafOf(erc20Transfer({ token: target, to: account, maxAmount: 5n })),
    )
    expect(pinned).toMatchObject({
      type: 'contract-call',
      target,
      signature: 'transfer(address,uint256)',
      source: 'well-known',
      readable: true,
      valueLimit: 0n,
    })
    const description = describeLeaf(
      leafOf(erc20ModuleTransfer({ token: target, to: account, maxAmount: 5n })),
    )
    expect(transferOf(pinned)).toEqual({ token: target, to: account, maxAmount: 5n })
    expect(transferOf(description)).toEqual({ token: target, to: account, maxAmount: 5n })
    expect(description).toMatchObject({
      type: 'erc20-transfer',
      target,
      to: account,
      maxAmount: 5n,
      readable: true,
      anyFunction: true,
      arguments: [
        { name: 'to', conditions: [{ condition: 'equal', value: account }], unrestricted: false },
        { name: 'amount', conditions: [{ condition: 'atMost', value: 5n }], unrestricted: false },
      ],
    })
  })

  test('a well-known function is told by its selector, and its own names win', () => {
    const permission = contractCall({
      address: target,
      abi,
      functionName: 'transfer',
      args: { recipient: account },
    })
    for (const abiFunction of [undefined, permission.abiFunction]) {
      expect(describeCall(permission, abiFunction)).toMatchObject({
        source: 'well-known',
        readable: true,
        arguments: [
          { name: 'to', unrestricted: false },
          { name: 'amount', unrestricted: true },
        ],
      })
    }
  })

  const mint = toFunctionSelector('safeMint(address)')
  const mintAbi = parseAbiItem('function safeMint(address to)')
  // Found by search: it has the selector of transferFrom.
  const collision = parseAbiItem('function gasprice_bit_ether(int128 harmless)')

  test.each<[string, Permission, AbiFunction | undefined]>([
    ['no-abi', raw(mint), undefined],
    ['selector-mismatch', raw(mint), parseAbiItem('function safeMint(uint256 to)')],
    ['signature-conflict', raw('0x23b872dd'), collision],
    ['rule-off-word', raw(mint, [32, 'equal', 1n]), mintAbi],
    ['rule-off-word', raw(mint, [1, 'equal', 1n]), mintAbi],
    [
      'rule-off-word',
      raw(toFunctionSelector('f(string)'), [0, 'equal', 32n]),
      parseAbiItem('function f(string s)'),
    ],
    ['misleading-rule', raw(mint, [0, 'equal', 1n << 160n]), mintAbi],
    ['misleading-rule', raw(mint, [0, 'atMost', 5n]), mintAbi],
    [
      'misleading-rule',
      raw(toFunctionSelector('f(int256)'), [0, 'atMost', 5n]),
      parseAbiItem('function f(int256 x)'),
    ],
    [
      'misleading-rule',
      raw(toFunctionSelector('f(uint8)'), [0, 'equal', 256n]),
      parseAbiItem('function f(uint8 x)'),
    ],
    [
      'misleading-rule',
      raw(toFunctionSelector('f(bool)'), [0, 'equal', 2n]),
      parseAbiItem('function f(bool x)'),
    ],
    [
      'misleading-rule',
      raw(toFunctionSelector('f(bytes4)'), [0, 'equal', 1n]),
      parseAbiItem('function f(bytes4 x)'),
    ],
    [
      'broken-abi',
      raw(mint),
      {
        type: 'function',
        name: 'safeMint(address)',
        stateMutability: 'nonpayable',
        inputs: [],
        outputs: [],
      },
    ],
    [
      // the name of a parameter that hides another one
      'selector-mismatch',
      raw(toFunctionSelector('f(address,uint256)')),
      {
        type: 'function',
        name: 'f',
        stateMutability: 'nonpayable',
        inputs: [{ type: 'address', name: 'a, uint256 b' }],
        outputs: [],
      },
    ],
    [
      'broken-abi',
      raw(toFunctionSelector('f(address)')),
      {
        type: 'function',
        name: 'f',
        stateMutability: 'nonpayable',
        inputs: [{ type: 'address)[]' }],
        outputs: [],
      },
    ],
    ['broken-abi', raw(mint), { type: 'function', name: 'safeMint' } as never],
    ['broken-abi', raw(mint), { ...mintAbi, inputs: [null] } as never],
  ])('%s: it is not put into words, and is a danger', (illegible, permission, abiFunction) => {
    const description = describeCall(permission, abiFunction)
    expect(description).toMatchObject({ readable: false, illegible, arguments: [] })
    expect(description.rawRules).toHaveLength(
      permission.type === 'contract-call' ? permission.rules.length : 0,
    )
    expect(findRisks([leafOf(permission)], { now, abiFunctions: [abiFunction] })).toContainEqual({
      id: 'unreadable',
      severity: 'danger',
      permissionIndex: 0,
      data: { reason: illegible },
    })
    expect(describeAsText([leafOf(permission)], { abiFunctions: [abiFunction] })).toMatch('DANGER')
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['no options', { abiFunction: null }],
    ['a list', { abiFunction: [] }],
    ['no inputs', { abiFunction: { type: 'function', name: 'f' } }],
    ['null among the inputs', { abiFunction: { type: 'function', name: 'f', inputs: [null] } }],
    ['a name that is a list', { abiFunction: { type: 'function', name: ['f'], inputs: [] } }],
    [
      'a mutability that is a list',
      { abiFunction: { type: 'function', name: 'f', inputs: [], stateMutability: [['view']] } },
    ],
  ])('names nothing, and throws nothing, for a function that is %s', (_, options) => {
    const permission = {
      type: 'contract-call',
      address: target,
      selector: '0x12345678',
      rules: [],
      valueLimit: 0n,
    } as const
    const leaf = { validAfter: 0, validUntil: 0, ...encodePermission(permission, sessionKey) }
    expect(describeLeaf(leaf, options as never)).toMatchObject({
      type: 'contract-call',
      readable: false,
      functionName: undefined,
    })
    expect(describeLeaf(null as never, options as never).type).toBe('unreadable')
  })

  test('the table of well-known functions has the right selectors and words', () => {
    for (const [selector, known] of Object.entries(knownFunctions)) {
      const fn = parseAbiItem((known?.definition ?? '') as string) as AbiFunction
      expect(toFunctionSelector(fn)).toBe(selector)
    }
    expect(toFunctionSelector(collision)).toBe('0x23b872dd')
  })
})

describe('findRisks', () => {
  const risks = (permission: Permission, context: object = {}, validUntil?: number) =>
    findRisks([leafOf(permission, validUntil)], {
      now,
      abiFunctions: [permission.type === 'contract-call' ? permission.abiFunction : undefined],
      ...context,
    }).map(({ id, severity }) => `${severity} ${id}`)
  const call = (functionName: string, args: object = {}) =>
    contractCall({ address: target, abi, functionName, args } as never)
  const transfer = erc20Transfer({ token: target, to: account, maxAmount: 100n })
  const moduleTransfer = erc20ModuleTransfer({ token: target, to: account, maxAmount: 100n })

  test('a narrow permission has none', () => {
    expect(risks(call('safeMint', { to: account }))).toEqual([])
    expect(risks(call('transfer', { recipient: account, value: atMost(5n) }))).toEqual([])
    expect(risks(transfer)).toEqual([])
    expect(
      risks(call('transfer', { recipient: account, value: atMost(5n) }), {}, now + 30 * 86_400),
    ).toEqual([])
  })

  test('what outlives the session, hands over or hides calls is a danger', () => {
    expect(risks(call('approve', { spender: account, value: 5n }))).toEqual([
      'danger lasting-approval',
    ])
    expect(risks(call('setApprovalForAll', { operator: account, approved: true }))).toEqual([
      'danger lasting-approval',
    ])
    expect(risks(call('setApprovalForAll', { approved: false }))).toEqual([])
    expect(risks(call('transferOwnership'))).toEqual(['danger control'])
    expect(risks(call('multicall'))).toEqual(['danger nested-calls'])
  })

  test('an open recipient or amount is a danger, by the selector and not by the ABI', () => {
    const open = ['danger unrestricted-recipient', 'danger unlimited-amount']
    expect(risks(call('transfer'))).toEqual(open)
    expect(risks(raw('0xa9059cbb'))).toEqual(open)
    expect(risks(call('transfer', { recipient: not(account), value: atMost(5n) }))).toEqual([
      'danger unrestricted-recipient',
    ])
    expect(risks(call('approve'))).toEqual(['danger lasting-approval', ...open])
    expect(risks(raw('0x42842e0e', [32, 'equal', 1n], [64, 'equal', 1n << 200n]))).toEqual([])
    expect(risks(erc20Transfer({ token: target, to: account, maxAmount: 1n << 128n }))).toEqual([
      'danger unlimited-amount',
    ])
    expect(risks({ ...moduleTransfer, maxAmount: 1n << 128n })).toEqual([
      'danger unlimited-amount',
      'warning erc20-any-function',
    ])
    expect(risks(call('withdrawTo'))).toEqual(['warning unrestricted-recipient'])
    expect(risks(call('withdrawTo', { to: account }))).toEqual([])
  })

  test('value and time', () => {
    expect(risks({ ...fill, valueLimit: 1n << 96n })).toEqual([
      'danger unlimited-value',
      ...risks(fill),
    ])
    expect(risks(call('safeMint', { to: account }), {}, 0)).toEqual(['warning no-expiry'])
    expect(risks(transfer, {}, 0)).toEqual(['danger no-expiry'])
    expect(risks(moduleTransfer, {}, 0)).toEqual(['danger no-expiry', 'warning erc20-any-function'])
    expect(risks(fill, {}, 0)).toEqual(['danger no-expiry', ...risks(fill)])
    expect(risks(transfer, {}, 2 ** 48 - 1)).toEqual(['danger no-expiry'])
    expect(risks(call('safeMint', { to: account }), {}, now + 30 * 86_400 + 1)).toEqual([
      'warning long-expiry',
    ])
  })

  test('what is known about the account', () => {
    const mint = call('safeMint', { to: account })
    expect(risks(mint, { withoutCode: [target] })).toEqual(['warning no-code'])
    expect(risks(mint, { foreignRoot: true })).toEqual(['warning ends-unknown-sessions'])
    expect(risks(mint, { liveLeaves: [leafOf(mint)] })).toEqual(['warning overlaps-live-session'])
    expect(risks(mint, { liveLeaves: [leafOf(mint, now - 1), leafOf(call('transfer'))] })).toEqual(
      [],
    )
    const holding = (balance: bigint) => ({ tokenBalances: [{ token: target, balance }] })
    expect(risks(transfer, holding(99n))).toEqual(['warning exposure-above-balance'])
    expect(risks(transfer, holding(100n))).toEqual([])
    expect(risks(moduleTransfer, holding(99n))).toEqual([
      'warning erc20-any-function',
      'warning exposure-above-balance',
    ])
  })
})

test('whatever an ABI calls parameters, the function is the one of its types', () => {
  const named = (name: string) =>
    contractCall({
      address: target,
      abi: [
        {
          type: 'function',
          name: 'f',
          stateMutability: 'nonpayable',
          inputs: [{ type: 'address', name }],
          outputs: [],
        },
      ],
      functionName: 'f',
    })
  for (const name of ['', 'to', 'a, uint256 b', 'x) (', 'your account” (verified), “or']) {
    const permission = named(name)
    expect(permission.selector).toBe(toFunctionSelector('f(address)'))
    expect(describeCall(permission, permission.abiFunction)).toMatchObject({
      readable: true,
      signature: 'f(address)',
    })
  }
})

describe('describeAsText', () => {
  test('says what leaves allow, in English', () => {
    const leaves = [
      leafOf(
        contractCall({ address: target, abi, functionName: 'safeMint', args: { to: account } }),
      ),
      leafOf(erc20Transfer({ token: target, to: account, maxAmount: 1_500_000n })),
      leafOf(erc20ModuleTransfer({ token: account, to: target, maxAmount: 7n })),
      leafOf(fill),
    ]
    const options = {
      account,
      abiFunctions: [
        parseAbiItem('function safeMint(address to)'),
        undefined,
        undefined,
        fill.abiFunction,
      ],
      tokens: [{ address: target, symbol: 'US\u202e\nDC', decimals: 6 }],
    }
    expect(describeAsText(leaves, options)).toMatchInlineSnapshot(`
      "- Call 0x40d097c3, which the app names "safeMint(address)", on 0x2222222222222222222222222222222222222222: "to" exactly your account (0x3333333333333333333333333333333333333333); no value per call.
      - Send up to 1.5 "US DC" (0x2222222222222222222222222222222222222222) per call to your account (0x3333333333333333333333333333333333333333).
      - Send up to 7 base units of 0x3333333333333333333333333333333333333333 per call to 0x2222222222222222222222222222222222222222 (or call any other function of the token with these two arguments).
      - Call 0x776e2ceb, which the app names "fill((address,uint8),int24,bool,bytes4,string,uint256[2])", on 0x2222222222222222222222222222222222222222: "order.maker" anything but your account (0x3333333333333333333333333333333333333333); "order.kind" at least 2; "tick" exactly -5; "flag" exactly true; "tag" exactly 0x12345678; any "memo"; any "sizes.0"; "sizes.1" at least 1 and at most 9; at most 0.000000000000000007 native coins per call.
      Valid at once, until 2023-11-14T23:13:20.000Z."
    `)
    expect(describeAsText([leafOf(fill, 0), leafOf(fill)])).toMatch('DANGER: without end')
    const open = contractCall({ address: target, abi, functionName: 'transfer' })
    expect(describeAsText([leafOf(open)], { tokens: options.tokens })).toMatch(
      `Send any amount of "US DC" (${target}) per call to anybody.`,
    )
  })

  test('says of batches that the router they need is a danger to the coin', () => {
    const leaves = [leafOf(erc20Transfer({ token: target, to: account, maxAmount: 1n }))]
    const without = describeAsText(leaves)
    expect(describeAsText(leaves, { batch: false })).toBe(without)
    expect(without).not.toMatch('DANGER')
    const [line, ...rest] = describeAsText(leaves, { batch: true })
      .split('\n')
      .filter((it) => !without.split('\n').includes(it))
    expect(rest).toEqual([])
    expect(line).toMatch(/^- DANGER: several calls may go in one operation\..*without a key\.$/)
  })
})

describe('describeAsJson', () => {
  test('is JSON, with the sentence beside the parts', () => {
    const transfer = erc20Transfer({ token: target, to: account, maxAmount: 1_500_000n })
    const leaves = [leafOf(transfer), { ...leafOf(fill), sessionKeyData: '0x12' as const }]
    const json = describeAsJson(leaves, { account })
    expect(JSON.parse(JSON.stringify(json))).toEqual(json)
    expect(json).toMatchObject([
      {
        text: describeAsText(leaves.slice(0, 1), { account }).split('\n')[0]?.slice(2),
        type: 'contract-call',
        readable: true,
        target,
        signature: 'transfer(address,uint256)',
        valueLimit: '0',
        arguments: [
          { name: 'to', conditions: [{ condition: 'equal', value: account }] },
          { name: 'amount', conditions: [{ condition: 'atMost', value: '1500000' }] },
        ],
        validUntil: now + 3600,
      },
      { text: expect.stringMatching(/^DANGER/), type: 'unreadable', readable: false },
    ])
  })
})
