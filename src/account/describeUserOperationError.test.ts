import { encodeErrorResult, parseAbi, toFunctionSelector } from 'viem'
import { describe, expect, test } from 'vitest'
import { contractFailures } from '../errors/contractFailures.ts'
import { describeUserOperationError } from './describeUserOperationError.ts'
import { entryPointFailures } from './entryPointFailures.ts'
import { rpcFailures } from './rpcFailures.ts'
import { spokenFailures } from './spokenFailures.ts'

describe('describeUserOperationError', () => {
  test('the revert of a module says more than the code around it', () => {
    const message =
      'UserOperation reverted during simulation with reason: AA23 reverted: SessionNotApproved'
    expect(describeUserOperationError({ code: -32500, message })).toMatchObject({
      code: 'AA23',
      reason: 'SessionNotApproved',
      meaning: expect.stringContaining('revoked, or never granted'),
      known: true,
    })
  })

  test('without a code of the entry point the one of JSON-RPC counts', () => {
    const told = describeUserOperationError({ code: -32521, message: 'execution reverted' })
    expect(told).toMatchObject({ code: undefined, meaning: 'the calls would revert', known: true })
  })

  test('an internal error names no cause', () => {
    for (const code of [-32603, -32000, -32002]) {
      const told = describeUserOperationError({ code, message: 'Internal error' })
      expect(told).toMatchObject({ meaning: 'it gave no reason that is known', known: false })
    }
  })

  test('a code inside of other words is none', () => {
    const message = 'sender 0xAA2300000000000000000000000000000000AA21'
    expect(describeUserOperationError({ message }).code).toBeUndefined()
  })

  test('the words of a module that no table knows are given as they are', () => {
    const message = 'AA23 reverted: TSV Target Forbidden'
    expect(describeUserOperationError({ code: -32500, message })).toMatchObject({
      reason: 'TSV Target Forbidden',
      meaning: 'the account refused to validate it: TSV Target Forbidden',
    })
  })

  test('a custom error is read from its bytes, wherever the bundler put them', () => {
    const abi = parseAbi(['error WrongValidationModule(address moduleAddressProvided)'])
    const data = encodeErrorResult({
      abi,
      errorName: 'WrongValidationModule',
      args: ['0x000000000000000000000000000000000000dEaD'],
    })
    const expected = { code: 'AA23', reason: 'WrongValidationModule', known: true }
    const message = 'AA23 reverted (or OOG)'
    expect(describeUserOperationError({ message, revertData: data })).toMatchObject(expected)
    expect(describeUserOperationError({ message: `${message}: ${data}` })).toMatchObject(expected)
  })

  test('what a called contract says is not taken for a word of the modules', () => {
    const message =
      'UserOperation reverted during simulation with reason: SessionNotApproved of ours'
    expect(describeUserOperationError({ code: -32521, message })).toMatchObject({
      reason: 'SessionNotApproved of ours',
      meaning: 'the calls would revert: SessionNotApproved of ours',
    })
  })
})

/** As an error says it: the code or words, the cause, what to do, and what an app can do about it. */
function row(
  key: string,
  { meaning, fix, kind }: { meaning: string; fix: string; kind?: string | undefined },
): string {
  return `${key}: ${meaning}. ${fix}${kind ? ` [${kind}]` : ''}`
}

describe('the tables', () => {
  test('entry point: each code is found in the words of the entry point', async () => {
    const rows = Object.keys(entryPointFailures).map((code) => {
      const told = describeUserOperationError({ code: -32500, message: `${code} in its words` })
      expect(told).toMatchObject({ code, known: true })
      return row(code, told)
    })
    const codes =
      '10 13 14 15 20 21 22 23 24 25 26 30 31 32 33 34 36 40 41 50 51 90 91 92 93 94 95 96'
    expect(Object.keys(entryPointFailures)).toEqual(codes.split(' ').map((it) => `AA${it}`))
    await expect(rows.join('\n')).toMatchFileSnapshot('__snapshots__/entryPointFailures.txt')
  })

  test('of an operation that deploys the account, a nonce that is taken means another deployment', () => {
    const nonce = { code: -32500, message: 'AA25 invalid account nonce' }
    expect(describeUserOperationError({ ...nonce, isDeployment: true })).toMatchObject({
      code: 'AA25',
      kind: 'deployment',
      meaning: expect.stringContaining('of another tab, device or process'),
    })
    expect(describeUserOperationError(nonce)).toMatchObject({ code: 'AA25', kind: 'nonce' })
    const message = 'AA23 reverted: SessionNotApproved'
    expect(describeUserOperationError({ message, isDeployment: true }).kind).toBeUndefined()
  })

  test('contracts: each revert is found behind AA23, as text or by its selector', async () => {
    const rows = contractFailures.map(({ revert }) => {
      const isCustom = /^[A-Z]\w*\(/.test(revert)
      const name = revert.replace(/\(.*$/, '')
      const message = isCustom ? 'AA23 reverted (or OOG)' : `AA23 reverted: ${revert}`
      const revertData = isCustom ? revertOf(revert) : undefined
      const told = describeUserOperationError({ code: -32500, message, revertData })
      expect(told, revert).toMatchObject({ code: 'AA23', reason: name, known: true })
      return row(revert, told)
    })
    await expect(rows.join('\n')).toMatchFileSnapshot('__snapshots__/contractFailures.txt')
  })

  test('JSON-RPC: each code counts where the words say nothing', async () => {
    const rows = Object.keys(rpcFailures).map((code) => {
      const told = describeUserOperationError({ code: Number(code), message: 'No.' })
      expect(told.known, code).toBe(true)
      return row(code, told)
    })
    await expect(rows.join('\n')).toMatchFileSnapshot('__snapshots__/rpcFailures.txt')
  })

  // what these bundlers wrote, with the code that they wrote it with
  const spoken: readonly (readonly [who: string, code: number, message: string])[] = [
    ['Alto', -32602, 'Already known'],
    ['Rundler', -32602, 'already known'],
    [
      'Alto',
      -32602,
      'AA25 invalid account nonce: User operation already present in mempool, bump the gas price by minimum 10%',
    ],
    [
      'Alto',
      -32602,
      'AA25 invalid account nonce: Another UserOperation with same sender and nonce is already being processed',
    ],
    [
      'Alto',
      -32602,
      'AA25 invalid account deployment: Another deployment operation for this sender is already being processed',
    ],
    [
      'Alto',
      -32602,
      'AA10 sender already constructed: A conflicting userOperation with initCode for this sender is already in the mempool, bump the gas price by minimum 10%',
    ],
    ['Rundler', -32602, 'replacement underpriced'],
    [
      'Stackup',
      -32602,
      'pending ops: replacement op must increase maxFeePerGas and MaxPriorityFeePerGas by >= 10%',
    ],
    [
      'Alto',
      -32602,
      'maxFeePerGas must be at least 3000000000 (current maxFeePerGas: 1500000000) - use pimlico_getUserOperationGasPrice to get the current gas price',
    ],
    [
      'Alto',
      -32602,
      'maxPriorityFeePerGas must be at least 3000000000 (current maxPriorityFeePerGas: 1) - use pimlico_getUserOperationGasPrice to get the current gas price',
    ],
    [
      'Rundler',
      -32000,
      'precheck failed: maxFeePerGas is 1500000000 but must be at least 3000000000, which is the current base fee plus the priority fee',
    ],
    ['Biconomy', -32007, 'maxFeePerGas in userOp: 1 is lower than expected maxFeePerGas: 3'],
    ['Biconomy', -32006, 'priority fee'],
    ['a node', -32000, 'transaction underpriced'],
    ['a node', -32000, 'max fee per gas less than block base fee'],
    ['Infura', -32005, 'daily request count exceeded, request rate limited'],
    ['QuickNode', -32007, '15/second request limit reached'],
    ['a gateway', -32000, 'Too Many Requests'],
    ['a gateway', -32000, 'Invalid API key'],
    ['Voltaire', -32602, 'Unsupported entrypoint'],
    ['Rundler', -32500, 'unknown entry point: 0x00'],
    ['Rundler', -32502, 'Paymaster balance too low. Required balance: 5. Current balance 4'],
    ['Rundler', -32507, 'Invalid paymaster signature'],
    ['Rundler', -32507, 'Invalid account signature'],
    [
      'Alto',
      -32500,
      'UserOperation reverted during simulation with reason: Sender has no code or factory not deployed',
    ],
    ['Rundler', -32505, 'Max operations (4) reached for sender 0x00 due to being unstaked'],
    ['Alto', -32500, 'preVerificationGas is not enough, required: 50000, got: 40000'],
    ['Alto', -32602, 'verificationGasLimit must be at least 10000'],
    [
      'Alto',
      -32602,
      'User operation gas limits exceed the max gas per userOp: 20000000 > 10000000',
    ],
    ['Rundler', -32503, 'operation is out of time range'],
  ]

  test('bundlers: what they say in words of their own', async () => {
    const rows = spoken.map(([who, code, message]) => {
      const told = describeUserOperationError({ code, message })
      expect(told.known, message).toBe(true)
      return `${who}: ${message}\n  ${row(String(code), told)}`
    })
    await expect(rows.join('\n')).toMatchFileSnapshot('__snapshots__/spokenFailures.txt')
    const unheard = spokenFailures.filter(({ says }) => !spoken.some(([, , it]) => says.test(it)))
    expect(unheard).toEqual([])
  })
})

/** A revert with a custom error, as bytes. */
function revertOf(signature: string): string {
  return `${toFunctionSelector(signature)}${'00'.repeat(31)}2a`
}
