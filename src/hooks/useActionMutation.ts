'use client'
import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import type { BaseError } from '../errors/BaseError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import type { MutationParameter, SessionMutationOptions } from '../types/HookParameters.ts'

/** Binds an action's mutation to React: what its variables leave out, `complete` knows. */
export function useActionMutation<data, parameters, variables, context>(
  { mutationKey, mutationFn, retry, networkMode }: SessionMutationOptions<data, parameters>,
  complete: (variables: variables) => Promise<parameters>,
  mutation: MutationParameter<data, variables, context> | undefined,
): UseMutationResult<data, BaseError, variables, context> {
  return useMutation<data, BaseError, variables, context>({
    ...(retry === undefined ? {} : { retry }),
    ...(networkMode === undefined ? {} : { networkMode }),
    ...mutation,
    mutationKey,
    mutationFn: async (variables) => {
      try {
        return await mutationFn(await complete(variables))
      } catch (error) {
        throw toTypedError(error, 'none')
      }
    },
  })
}
