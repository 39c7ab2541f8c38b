import { BaseError as ViemBaseError } from 'viem'
import { BaseError } from '../errors/BaseError.ts'

/**
 * Reads from a node. What the client cannot make sense of, it fails on as on a defect of its own;
 * here that becomes what it is: a node that did not answer as one.
 */
export async function readChain<value>(read: () => Promise<value>): Promise<value> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ViemBaseError || error instanceof BaseError) throw error
    const cause = error instanceof Error ? error : new Error(String(error))
    throw new ViemBaseError('The answer of the node cannot be read.', { cause })
  }
}
