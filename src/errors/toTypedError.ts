import { BaseError as ViemBaseError } from 'viem'
import { BaseError, type ChainEffect } from './BaseError.ts'
import { ChainUnreachableError } from './ChainUnreachableError.ts'
import { UnexpectedError } from './UnexpectedError.ts'

/** Gives what is not one of our errors a name: no bare `Error` reaches the user. */
export function toTypedError(error: unknown, chainEffect: ChainEffect): BaseError {
  if (error instanceof BaseError) return error
  if (error instanceof ViemBaseError)
    return new ChainUnreachableError({ cause: error, chainEffect })
  return new UnexpectedError({ cause: error, chainEffect })
}
