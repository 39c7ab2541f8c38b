import { type Hex, isHex, numberToHex } from 'viem'
import { entryPoint06Address } from 'viem/account-abstraction'
import { PaymasterRefusedError } from '../errors/PaymasterRefusedError.ts'
import { FeeFloorError } from '../errors/serviceErrors.ts'
import type { UserOperation } from '../types/UserOperation.ts'
import type { GasFees, GasLimits } from './createBundlerClient.ts'
import { readQuantity } from './readQuantity.ts'

/** What a paymaster adds to an operation; the fees only where it changed them. */
export interface Sponsorship extends GasLimits, Partial<GasFees> {
  paymasterAndData: Hex
}

type Answer = Readonly<Record<string, unknown>>

/** How an interface asks, and what with. */
export interface PaymasterQuestion {
  chainId: number
  context: Record<string, unknown> | undefined
  /** The parameters come after the operation, and stand alone where it is left out. */
  ask(
    method: string,
    params: readonly unknown[],
    operation: UserOperation | undefined,
  ): Promise<Answer>
}

export type EstimateGas = (operation: UserOperation) => Promise<GasLimits>

/**
 * An interface of paymasters, in two steps: the first request says whether the service speaks it at
 * all, so that finding that out costs nothing where it does.
 */
export interface PaymasterInterface {
  /** What `begin` asks for. */
  readonly method: string
  begin(question: PaymasterQuestion, operation: UserOperation): Promise<Answer>
  finish(
    question: PaymasterQuestion,
    operation: UserOperation,
    begun: Answer,
    estimateGas: EstimateGas,
  ): Promise<Sponsorship>
  /** Whether the words of a refusal are about the form of `begin`: another interface is spoken. */
  isMisunderstood(details: string): boolean
}

/**
 * ERC-7677: a stub to estimate the gas with, then the sponsorship. Gas limits and fees in an answer
 * are taken over, as viem does.
 *
 * @see https://eips.ethereum.org/EIPS/eip-7677
 */
const erc7677: PaymasterInterface = {
  method: 'pm_getPaymasterStubData',
  begin: ({ ask, chainId, context }, operation) =>
    ask(
      'pm_getPaymasterStubData',
      [entryPoint06Address, numberToHex(chainId), context ?? {}],
      operation,
    ),
  async finish({ ask, chainId, context }, operation, stub, estimateGas) {
    const filled = await withLimits(operation, stub, estimateGas)
    // what is final is bound to the operation as it was when the stub was asked for, but for the
    // gas limits: those of the answer count, and where it has none it is not bound to them
    if (stub.isFinal === true) return filled
    const final = await ask(
      'pm_getPaymasterData',
      [entryPoint06Address, numberToHex(chainId), context ?? {}],
      { ...operation, ...filled, paymasterAndData: operation.paymasterAndData },
    )
    return { ...filled, ...readSponsorship(operation, final) }
  },
  // Biconomy's paymaster has these methods too, and wants its own context for them
  isMisunderstood: (details) => /\bmode\b|sponsorshipInfo|properties of undefined/i.test(details),
}

/**
 * Biconomy's: sponsors, and estimates the gas limits by itself.
 *
 * @see https://docs.biconomy.io/Paymaster/api/sponsor-useroperation
 */
const biconomy: PaymasterInterface = {
  method: 'pm_sponsorUserOperation',
  begin: ({ ask, context }, operation) =>
    ask('pm_sponsorUserOperation', [biconomyMode(context)], operation),
  async finish(question, operation, begun, estimateGas) {
    const first = { paymasterAndData: readPaymasterAndData(begun), ...readLimits(begun) }
    if (isComplete(first)) return first
    const limits = await estimateGas(operation)
    const answer = await biconomy.begin(question, { ...operation, ...limits })
    return { ...limits, paymasterAndData: readPaymasterAndData(answer), ...readLimits(answer) }
  },
  // it takes no entry point; who misses it there wants three parameters
  isMisunderstood: (details) =>
    /entry ?point|params?(\[1\]|\.1\b)|\bargument 1\b|expected (string|address|3|three)|received object|invalid (params|argument)/i.test(
      details,
    ),
}

function biconomyMode(context: PaymasterQuestion['context']) {
  return {
    mode: 'SPONSORED',
    calculateGasLimits: true,
    sponsorshipInfo: {
      ...(context ? { webhookData: context } : {}),
      smartAccountInfo: { name: 'BICONOMY', version: '2.0.0' },
    },
  }
}

/**
 * The older `pm_sponsorUserOperation(userOp, entryPoint, context)` of Stackup, Pimlico and Candide.
 * Candide sponsors what has its gas limits already, and gives a stub to estimate them with; the
 * others estimate them by themselves.
 *
 * @see https://docs.candide.dev/wallet/paymaster/rpc-methods
 */
const sponsorUserOperation: PaymasterInterface = {
  method: 'pm_sponsorUserOperation',
  async begin(question, operation) {
    const stub = await findStub(question)
    return stub ? { stub } : sponsor(question, operation)
  },
  async finish(question, operation, begun, estimateGas) {
    const stub = 'stub' in begun ? { paymasterAndData: begun.stub } : begun
    const first = readSponsorship(operation, stub)
    if (isComplete(first)) return first
    const filled = await withLimits(operation, stub, estimateGas)
    const answer = await sponsor(question, { ...operation, ...filled, paymasterAndData: '0x' })
    return { ...filled, ...readSponsorship(operation, answer) }
  },
  isMisunderstood: (details) =>
    /\bmode\b|sponsorshipInfo|expected object|received string/i.test(details),
}

function sponsor({ ask, context }: PaymasterQuestion, operation: UserOperation): Promise<Answer> {
  const params = [entryPoint06Address, ...(context ? [context] : [])]
  return ask('pm_sponsorUserOperation', params, operation)
}

async function findStub({ ask }: PaymasterQuestion): Promise<Hex | undefined> {
  const tokens = await ask('pm_supportedERC20Tokens', [entryPoint06Address], undefined).catch(
    // who has no stub estimates the gas; what else is wrong is said of the sponsorship
    () => undefined,
  )
  const { dummyPaymasterAndData: stub } = (tokens?.paymasterMetadata ?? {}) as Answer
  return isHex(stub, { strict: true }) && stub.length >= 42 ? stub : undefined
}

/** By `type` of the paymaster, in the order in which a paymaster is asked for what it speaks. */
export const paymasterInterfaces = {
  erc7677,
  biconomy,
  'sponsor-user-operation': sponsorUserOperation,
} as const satisfies Record<string, PaymasterInterface>

export type PaymasterType = keyof typeof paymasterInterfaces

/** The answer with the limits that it leaves open, from the bundler. */
async function withLimits(
  operation: UserOperation,
  answer: Answer,
  estimateGas: EstimateGas,
): Promise<Sponsorship> {
  const given = readSponsorship(operation, answer)
  if (isComplete(given)) return given
  return { ...(await estimateGas({ ...operation, ...given })), ...given }
}

function isComplete(
  sponsorship: Partial<Sponsorship> & Pick<Sponsorship, 'paymasterAndData'>,
): sponsorship is Sponsorship {
  const { callGasLimit, verificationGasLimit, preVerificationGas } = sponsorship
  return Boolean(callGasLimit && verificationGasLimit && preVerificationGas)
}

/** How many times the fees that it was offered a paymaster may raise them to. */
const highestRaise = 10n

function readSponsorship(
  operation: UserOperation,
  answer: Answer,
): Partial<Sponsorship> & Pick<Sponsorship, 'paymasterAndData'> {
  const fees: Partial<GasFees> = {
    ...readField(answer, 'maxFeePerGas'),
    ...readField(answer, 'maxPriorityFeePerGas'),
  }
  const limit = operation.maxFeePerGas * highestRaise
  for (const asked of Object.values(fees))
    if (asked > limit) throw new FeeFloorError({ service: 'paymaster', asked, limit })
  return { paymasterAndData: readPaymasterAndData(answer), ...readLimits(answer), ...fees }
}

function readPaymasterAndData({ paymasterAndData }: Answer): Hex {
  if (isHex(paymasterAndData, { strict: true }) && paymasterAndData.length >= 42)
    return paymasterAndData
  throw new PaymasterRefusedError({ details: 'The answer holds no paymasterAndData.' })
}

function readLimits(answer: Answer): Partial<GasLimits> {
  return {
    ...readField(answer, 'callGasLimit'),
    ...readField(answer, 'verificationGasLimit'),
    ...readField(answer, 'preVerificationGas'),
  }
}

/** A quantity of an answer; zero is what stands in an operation that is not filled in yet. */
function readField<name extends keyof (GasLimits & GasFees)>(
  answer: Answer,
  name: name,
): Partial<Record<name, bigint>> {
  const value = readQuantity(answer[name])
  return value ? ({ [name]: value } as Record<name, bigint>) : {}
}
