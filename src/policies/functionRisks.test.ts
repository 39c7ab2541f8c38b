import fc from 'fast-check'
import {
  type AbiFunction,
  type AbiParameter,
  type Address,
  parseAbiItem,
  toFunctionSelector,
} from 'viem'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/harness/counts.ts'
import { atLeast } from './atLeast.ts'
import { atMost } from './atMost.ts'
import { compilePolicy } from './compilePolicy.ts'
import { contractCall } from './contractCall.ts'
import { definePolicy } from './definePolicy.ts'
import { findRisks, type Risk } from './findRisks.ts'
import { knownSelector } from './knownSelectors.ts'

const now = 1_760_000_000
const target: Address = '0x2222222222222222222222222222222222222222'
const sessionKey: Address = '0x1111111111111111111111111111111111111111'
const somebody: Address = '0x3333333333333333333333333333333333333333'

const functionOf = (definition: string) =>
  parseAbiItem(`function ${definition}` as string) as AbiFunction

function risksOf(fn: AbiFunction | string, args?: object): readonly Risk[] {
  const abiFunction = typeof fn === 'string' ? functionOf(fn) : fn
  const permission = contractCall({
    address: target,
    abi: [abiFunction],
    functionName: abiFunction.name,
    ...(args && { args }),
  } as never)
  const leaves = compilePolicy(definePolicy({ permissions: [permission], expiresIn: 60 }), {
    sessionKey,
    now,
  })
  return findRisks(leaves, { now, abiFunctions: [abiFunction] })
}
const spoken = (risks: readonly Risk[]) => risks.map(({ severity, id }) => `${severity} ${id}`)

/** Functions of deployed contracts, by what they can do. */
const functions = {
  'danger nested-calls': [
    'multicall(bytes[] data)',
    'execute(bytes commands, bytes[] inputs, uint256 deadline)',
    'execute(bytes commands, bytes[] inputs)',
    'execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)',
    'execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation)',
    'multiSend(bytes transactions)',
    'execute(address target, uint256 value, bytes payload, bytes32 predecessor, bytes32 salt)',
    'executeBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt)',
    'execute(address target, bytes data)',
    'execute(bytes32 mode, bytes executionData)',
    'execute(uint256 operationType, address target, uint256 value, bytes data)',
    'execute(bytes payload)',
    'batchCalls(bytes[] data)',
    'aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls)',
    'tryAggregate(bool requireSuccess, (address target, bytes callData)[] calls)',
    'multicall(bytes32 previousBlockhash, bytes[] data)',
    // in no list
    'doHardWork(bytes[] actions)',
    'doThings(address somewhere, bytes note)',
    'zap((address target, uint256 value, bytes data) route, uint256 minOut)',
    'proxyCalls((uint8 kind, address to, uint256 value, bytes data)[] steps)',
  ],
  'danger lasting-approval': [
    'approve(address spender, uint256 amount)',
    'approveDelegation(address delegatee, uint256 amount)',
    'delegationWithSig(address delegator, address delegatee, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
    'setAuthorization(address authorized, bool newIsAuthorized)',
    'allow(address manager, bool isAllowed)',
    'approve(address spender, uint256 id, uint256 amount)',
    'setOperator(address operator, bool approved)',
    'authorizeOperator(address operator, uint256 amount, bytes operatorNotificationData)',
    'increaseAllowance(address operator, uint256 addedAmount, bytes operatorNotificationData)',
    'permit(address spender, uint256 tokenId, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
    // in no list
    'addSessionKey(address key, uint48 validUntil)',
    'enableOperator(address operator)',
    'increaseBorrowAllowance(address spender, uint256 amount)',
  ],
  'danger control': [
    'transferOwnership(address newOwner)',
    'upgrade(address proxy, address implementation)',
    'upgradeAndCall(address proxy, address implementation, bytes data)',
    'changeProxyAdmin(address proxy, address newAdmin)',
    'changeAdmin(address newAdmin)',
    'setOwner(address owner)',
    'setOwner(bytes32 node, address owner)',
    'beginDefaultAdminTransfer(address newAdmin)',
    'grantRole(uint64 roleId, address account, uint32 executionDelay)',
    'enableModule(address module)',
    'addOwnerWithThreshold(address owner, uint256 threshold)',
    'swapOwner(address prevOwner, address oldOwner, address newOwner)',
    'setGuard(address guard)',
    'setFallbackHandler(address handler)',
    'renounceOwnership()',
    // in no list
    'setProtocolFee(uint256 newFee)',
    'addStrategy(address strategy, uint256 debtRatio)',
    'emergencyShutdown()',
  ],
  'unrestricted-recipient': [
    'exactInputSingle((address tokenIn, address tokenOut, uint24 fee, address recipient, uint256 deadline, uint256 amountIn, uint256 amountOutMinimum, uint160 sqrtPriceLimitX96) params)',
    'exactInput((bytes path, address recipient, uint256 deadline, uint256 amountIn, uint256 amountOutMinimum) params)',
    'exactOutput((bytes path, address recipient, uint256 deadline, uint256 amountOut, uint256 amountInMaximum) params)',
    'transferFrom((address from, address to, uint160 amount, address token)[] transferDetails)',
    'permitTransferFrom(((address token, uint256 amount)[] permitted, uint256 nonce, uint256 deadline) permit, (address to, uint256 requestedAmount)[] transferDetails, address owner, bytes signature)',
    'swapTo(address recipient, uint256 amount)',
    'supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)',
    'repay(address asset, uint256 amount, uint256 interestRateMode, address onBehalfOf)',
    'swap(address executor, (address srcToken, address dstToken, address srcReceiver, address dstReceiver, uint256 amount, uint256 minReturnAmount, uint256 flags) desc, bytes data)',
    'unoswapTo(uint256 to, uint256 token, uint256 amount, uint256 minReturn, uint256 dex)',
    'requestWithdrawals(uint256[] amounts, address _owner)',
    'depositForBurn(uint256 amount, uint32 destinationDomain, bytes32 mintRecipient, address burnToken)',
    'flashLoan(address receiverAddress, address[] assets, uint256[] amounts)',
    // in no list
    'bridgeOut(uint256 amount, uint32 chain, bytes32 who)',
    'giftPass(uint256 passId, address friend)',
    'somethingUnknown(address[] a)',
  ],
  'warning unlimited-amount': [
    'stake(uint256 amount)',
    'burn(uint256 amount)',
    'transferMargin(int256 marginDelta)',
    'somethingUnknown(address a, uint256 b)',
    'exactInput((bytes path, address recipient, uint256 deadline, uint256 amountIn, uint256 amountOutMinimum) params)',
  ],
  'warning any-price': [
    'exchange(int128 i, int128 j, uint256 dx, uint256 min_dy)',
    'swapExactETHForTokens(uint256 amountOutMin, address[] path, address to, uint256 deadline)',
    'exactInput((bytes path, address recipient, uint256 deadline, uint256 amountIn, uint256 amountOutMinimum) params)',
    'buyShares(uint256 outcome, uint256 amount, uint256 minShares)',
  ],
}

const harmless = [
  'claim()',
  'harvest(uint256 pid)',
  'poke()',
  'checkIn(uint256 day)',
  'castVote(uint256 proposalId, uint8 support)',
  'castVoteWithReason(uint256 proposalId, uint8 support, string reason)',
  'claim(uint256 index, address account, uint256 amount, bytes32[] merkleProof)',
  'getReward(address account)',
  'attackMonster(uint256 heroId, uint256 monsterId)',
  'setGreeting(string greeting)',
  'register(string name)',
  'createPost(string uri)',
  'revealMove(uint8 move, bytes32 salt)',
  'cancelOrder(uint256 id)',
  'tick(uint256 id)',
  // in no list: nobody of the caller's choice gets anything
  'vote(uint256 tokenId, address[] pools, uint256[] weights)',
  'claimWinnings(address player)',
  'claimRebates(uint256 index, address account, uint256 amount, bytes32[] proof)',
  'settleAllFunding(address trader)',
  'attestToken(address token, uint32 nonce)',
  'verifyCheckpoint(uint64 number, bytes proof)',
  'registerKeys(uint256 scheme, bytes publicKey)',
  'createMarket(address token, uint256 lltv)',
  'distribute(address[] gauges)',
  'verifyProof(address prover, bytes proof)',
  'attackMonster(address player, uint8 weapon)',
  'announce(uint256 scheme, address stealthAddress, bytes ephemeralPublicKey, bytes metadata)',
]

/** Names that take nothing away, though they begin as those do that are harmless. */
const unconvincing = {
  'warning unrestricted-recipient': [
    'claimWinnings_akffr(address player)',
    'claimXvqrtz(address player)',
    // words, but not of the few that are common
    'claimMarvellousTurnips(address player)',
    'claimWinningsBonusRound(address player)',
    'claimWinningsTo(address player)',
    'claimAndStake(address player)',
    'claimWinnings(address player, address friend)',
    'claimWinnings(address player, uint256 amount)',
  ],
  'danger unrestricted-recipient': [
    'distribute(address[] players, uint256[] amounts)',
    'startStream(address player, uint256 amount)',
  ],
  'warning nested-calls': [
    'checkIn(address somewhere, bytes note)',
    'announceAll(address target, bytes data)',
    'doSomething(bytes data)',
  ],
  'danger nested-calls': [
    'attestAndExecute(address target, bytes data)',
    'verifyEverything(address target, bytes data)',
    'execute(uint8 kind, bytes data)',
  ],
}

const everything = [...Object.values(functions).flat(), ...harmless]

describe('functionRisks', () => {
  for (const [wanted, definitions] of Object.entries(functions)) {
    test.each(definitions)(`${wanted}: %s`, (definition) => {
      expect(spoken(risksOf(definition)).join()).toContain(wanted)
    })
  }

  for (const [wanted, definitions] of Object.entries(unconvincing)) {
    test.each(definitions)(`${wanted}: %s`, (definition) => {
      expect(spoken(risksOf(definition)).join()).toContain(wanted)
    })
  }

  test.each(harmless)('nothing: %s', (definition) => {
    expect(spoken(risksOf(definition))).toEqual([])
  })

  test('a selector means what it is known for, whatever the ABI calls it', () => {
    const named = 'claimReward_akffr(address yourAccount, uint256 round)'
    expect(toFunctionSelector(functionOf(named))).toBe(
      toFunctionSelector('multicall(bytes32,bytes[])'),
    )
    expect(risksOf(named)).toMatchObject([
      { id: 'unreadable', data: { reason: 'signature-conflict' } },
      {
        id: 'nested-calls',
        severity: 'danger',
        data: { signature: 'multicall(bytes32,bytes[])' },
      },
    ])
  })

  test('without an ABI a known selector is a danger all the same', () => {
    const leaves = compilePolicy(
      definePolicy({
        permissions: [
          {
            type: 'contract-call',
            address: target,
            selector: toFunctionSelector('execute(bytes,bytes[])'),
            rules: [],
            valueLimit: 0n,
          },
        ],
        expiresIn: 60,
      }),
      { sessionKey, now },
    )
    expect(spoken(findRisks(leaves, { now }))).toEqual(['danger unreadable', 'danger nested-calls'])
  })

  test('arguments are shown by their names, and known ones alone where the function is known', () => {
    const bySwap = risksOf(
      'exactInputSingle((address tokenIn, address tokenOut, uint24 fee, address recipient, uint256 deadline, uint256 amountIn, uint256 amountOutMinimum, uint160 sqrtPriceLimitX96) params)',
    )
    expect(bySwap.map(({ id, data }) => ({ id, ...data }))).toMatchObject([
      { id: 'unrestricted-recipient', argument: 'params.recipient' },
      { id: 'unlimited-amount', argument: 'params.amountIn' },
      { id: 'any-price', argument: 'params.amountOutMinimum' },
    ])
    expect(risksOf('giftPass(uint256 passId, address friend)')).toMatchObject([
      { id: 'unrestricted-recipient', data: { argument: 'friend' } },
      { id: 'unlimited-amount', data: { argument: 'passId' } },
    ])
  })

  test('a name that is none is not shown, and many are cut off', () => {
    const fn = functionOf('giveAll(address a, address b, address c, address d)')
    expect(risksOf(fn)).toMatchObject([{ data: { argument: 'a, b, c, …' } }])
    const named = fn.inputs.map((input) => ({ ...input, name: 'you, and only you' }))
    expect(risksOf({ ...fn, inputs: named.slice(0, 2) })).toMatchObject([
      { data: { argument: '0, 1' } },
    ])
  })

  test('each warning goes when the argument behind it is pinned', () => {
    const swap =
      'exactInputSingle((address tokenIn, address tokenOut, uint24 fee, address recipient, uint256 deadline, uint256 amountIn, uint256 amountOutMinimum, uint160 sqrtPriceLimitX96) params)'
    const idsOf = (params: object) => risksOf(swap, { params }).map(({ id }) => id)
    expect(idsOf({ recipient: somebody })).toEqual(['unlimited-amount', 'any-price'])
    expect(idsOf({ recipient: somebody, amountIn: atMost(5n) })).toEqual(['any-price'])
    expect(
      idsOf({ recipient: somebody, amountIn: atMost(5n), amountOutMinimum: atLeast(4n) }),
    ).toEqual([])
    expect(idsOf({ amountIn: atMost(1n << 128n), amountOutMinimum: atLeast(0n) })).toEqual([
      'unrestricted-recipient',
      'unlimited-amount',
      'any-price',
    ])
    const fixed = 'payBoth(address[2] who, uint128 amount)'
    expect(spoken(risksOf(fixed, { who: { 0: somebody }, amount: 1n }))).toEqual([
      'danger unrestricted-recipient',
    ])
    expect(risksOf(fixed, { who: { 0: somebody, 1: somebody }, amount: 1n })).toEqual([])
  })

  test('an authority that is taken away is no danger', () => {
    const setOperator = 'setOperator(address operator, bool approved)'
    expect(spoken(risksOf(setOperator, { approved: false }))).toEqual([])
    expect(spoken(risksOf(setOperator, { approved: true }))).toEqual(['danger lasting-approval'])
  })

  const elementary = fc.constantFrom(
    ...['address', 'uint256', 'uint128', 'int256', 'uint8', 'bool', 'bytes32', 'bytes', 'string'],
  )
  const parameters = (depth: number): fc.Arbitrary<AbiParameter[]> =>
    fc.array(
      fc
        .tuple(
          depth > 0
            ? fc.oneof(
                { weight: 3, arbitrary: elementary },
                { weight: 1, arbitrary: fc.constant('tuple') },
              )
            : elementary,
          fc.constantFrom('', '', '', '[]', '[2]', '[][]'),
          fc.constantFrom('to', 'amount', 'minOut', 'token', 'memo', 'data'),
        )
        .chain(([type, suffix, name]) =>
          type === 'tuple'
            ? parameters(depth - 1).map((components) => ({
                type: `tuple${suffix}`,
                name,
                components,
              }))
            : fc.constant({ type: `${type}${suffix}`, name }),
        ),
      { maxLength: 4 },
    )
  const anyFunction = fc
    .record({
      name: fc.oneof(
        fc.constantFrom('execute', 'swap', 'setFee', 'claim', 'deposit', 'approve', 'ping', 'move'),
        fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,12}$/),
      ),
      inputs: parameters(2),
    })
    .map(
      ({ name, inputs }): AbiFunction => ({
        type: 'function',
        stateMutability: 'nonpayable',
        outputs: [],
        name,
        inputs,
      }),
    )
  const renamed = (inputs: readonly AbiParameter[], name: (index: number) => string) => {
    let count = 0
    const rename = (parameter: AbiParameter): AbiParameter => ({
      ...parameter,
      name: name(count++),
      ...('components' in parameter && { components: parameter.components.map(rename) }),
    })
    return inputs.map(rename)
  }

  test('what the arguments are called changes nothing', () => {
    const names = ['', 'to', 'yourAccount', 'memo', 'recipient', 'minOut', 'amount']
    const unchanged = (fn: AbiFunction) => {
      const before = spoken(risksOf(fn))
      for (const name of [
        () => '',
        (index: number) => `arg${index}`,
        (index: number) => `${names[(index % 6) + 1]}${index}`,
      ]) {
        expect(spoken(risksOf({ ...fn, inputs: renamed(fn.inputs, name) }))).toEqual(before)
      }
    }
    for (const definition of everything) unchanged(functionOf(definition))
    fc.assert(fc.property(anyFunction, unchanged), { numRuns: 150 })
  })

  test('a function whose name says nothing is as dangerous as its types', () => {
    const at = (inputs: readonly AbiParameter[], base: string): boolean =>
      inputs.some(({ type, ...rest }) =>
        type.startsWith('tuple') && 'components' in rest
          ? at(rest.components as readonly AbiParameter[], base)
          : type.startsWith(base),
      )
    fc.assert(
      fc.property(anyFunction, ({ inputs, ...fn }) => {
        const ids = risksOf({ ...fn, name: 'zzz', inputs }).map(({ id }) => id)
        if (at(inputs, 'address')) expect(ids).toContain('unrestricted-recipient')
        const hasBytes = inputs.some(({ type }) => /^bytes(\[|$)/.test(type))
        // beside numbers and words alone they are no call
        const isAlone = inputs.every(({ type }) => type === 'bytes')
        const isList = inputs.some(({ type }) => type.startsWith('bytes['))
        if (hasBytes && (isAlone || isList || at(inputs, 'address')))
          expect(ids).toContain('nested-calls')
      }),
      { numRuns: runs(300) },
    )
  })

  test('never throws, whatever the ABI or the leaf', () => {
    const [leaf] = compilePolicy(
      definePolicy({
        permissions: [
          contractCall({
            address: target,
            abi: [functionOf('f(address a)')],
            functionName: 'f',
          } as never),
        ],
        expiresIn: 60,
      }),
      { sessionKey, now },
    )
    if (!leaf) throw new Error('There is no leaf.')
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (abiFunction, inputs) => {
        findRisks([leaf], { now, abiFunctions: [abiFunction as never] })
        findRisks([leaf], {
          now,
          abiFunctions: [{ type: 'function', name: 'f', inputs: inputs as never } as never],
        })
        findRisks([leaf], {
          now,
          abiFunctions: [
            {
              type: 'function',
              name: 'f',
              inputs: [{ type: 'address', components: inputs }],
            } as never,
          ],
        })
      }),
      { numRuns: runs(500) },
    )
    for (const sessionKeyData of ['0x', '0x12', `${leaf.sessionKeyData}ff`] as const) {
      findRisks([{ ...leaf, sessionKeyData }], { now })
    }
  })
})

describe('knownSelector', () => {
  test('knows functions by their selectors alone', () => {
    for (const definition of [
      'execute(bytes,bytes[])',
      'allow(address,bool)',
      'approve(address,uint256)',
    ]) {
      expect(knownSelector(toFunctionSelector(definition))?.signature).toBe(definition)
    }
    expect(knownSelector('0xdeadbeef')).toBeUndefined()
  })
})
