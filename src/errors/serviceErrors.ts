import { formatGwei } from 'viem'
import { type BundlerFailure, BundlerUnreachableError } from './BundlerUnreachableError.ts'
import {
  UserOperationRejectedError,
  type UserOperationRejection,
} from './UserOperationRejectedError.ts'

/** The interfaces of paymasters, in words. */
const interfaceNames = {
  erc7677: 'ERC-7677',
  biconomy: "Biconomy's pm_sponsorUserOperation(userOp, mode)",
  'sponsor-user-operation': 'pm_sponsorUserOperation(userOp, entryPoint, context)',
} as const

interface InterfaceFailure extends Omit<BundlerFailure, 'service' | 'chainEffect'> {
  chainId?: number | undefined
}

function ofChain(chainId: number | undefined): string {
  return chainId === undefined ? '' : ` of chain ${chainId}`
}

/**
 * What is at the bundler's address is not an ERC-4337 bundler: it lacks a method that every bundler
 * has. Often it is the address of a node.
 */
export class BundlerInterfaceError extends BundlerUnreachableError {
  override name = 'BundlerInterfaceError'
  constructor(options: InterfaceFailure) {
    const { chainId, method } = options
    super({
      ...options,
      service: 'bundler',
      problem: `The bundler${ofChain(chainId)} does not have the method ${method}.`,
      fix: `Its address may be that of a node: give the URL of an ERC-4337 bundler for EntryPoint v0.6, createSessionConfig({ bundler: { [${chainId ?? 'chainId'}]: 'https://…' } }).`,
    })
  }
}

/**
 * The paymaster speaks another interface than the one that `type` says, or none that is known. It
 * did not refuse the operation: it did not understand the question.
 */
export class PaymasterInterfaceError extends BundlerUnreachableError {
  override name = 'PaymasterInterfaceError'
  /** What was asked for; nothing where every known interface was tried. */
  readonly type: keyof typeof interfaceNames | undefined
  constructor(options: InterfaceFailure & { type?: keyof typeof interfaceNames | undefined }) {
    const { chainId, type } = options
    const others = Object.keys(interfaceNames).filter((it) => it !== type)
    super({
      ...options,
      service: 'paymaster',
      problem: type
        ? `The paymaster${ofChain(chainId)} does not speak ${interfaceNames[type]}.`
        : `The paymaster${ofChain(chainId)} speaks none of the known interfaces: ${Object.values(interfaceNames).join('; ')}.`,
      fix: type
        ? `Set its \`type\` to ${others.map((it) => `'${it}'`).join(' or ')}, or leave \`type\` out: then the paymaster is asked.`
        : "See whether its URL is that of a paymaster for this chain, and not a bundler's or a node's.",
    })
    this.type = type
  }
}

/**
 * A bundler or paymaster asks for fees that are out of all proportion to those of the chain. They
 * would be taken from the account or the paymaster, so nothing is sent.
 */
export class FeeFloorError extends UserOperationRejectedError {
  override name = 'FeeFloorError'
  // private, so that the error can still be written as JSON, which holds no bigint
  readonly #asked: bigint
  readonly #limit: bigint
  constructor(
    options: Pick<UserOperationRejection, 'cause' | 'details' | 'service'> & {
      /** Wei per gas. */
      asked: bigint
      /** Wei per gas. */
      limit: bigint
    },
  ) {
    const { service = 'bundler', asked, limit } = options
    super({
      ...options,
      problem: `The ${service} asks for too high a fee`,
      meaning: `${formatGwei(asked)} gwei`,
      hints: [`The highest that is paid on this chain now is ${formatGwei(limit)} gwei.`],
      fix: `Check the ${service}'s address and the chain it is for, or use another ${service}.`,
    })
    this.#asked = asked
    this.#limit = limit
  }

  /** What it asks for, wei per gas. */
  get asked(): bigint {
    return this.#asked
  }

  /** The most that would be paid, wei per gas. */
  get limit(): bigint {
    return this.#limit
  }
}
