import { type Actions, actionsChunk } from '../actions/actionsChunk.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import type { MutationParameter, SessionMutationOptions } from '../types/HookParameters.ts'

/**
 * What the mutations of all actions have in common. They are not repeated, nor held back while the
 * browser says that it is offline, because a page wants that of its mutations by default: what asks
 * the user and spends happens once, and what cannot be sent says so at once.
 */
export function toMutationOptions<data, variables, context>(
  name: string,
  act: (actions: Actions, variables: variables) => Promise<data>,
  mutation: MutationParameter<data, variables, context> | undefined,
): SessionMutationOptions<data, variables, context> {
  return {
    retry: false,
    networkMode: 'always',
    ...mutation,
    mutationKey: ['grantkit', name],
    mutationFn: async (variables) => {
      try {
        return await act(await actionsChunk.load(), variables)
      } catch (error) {
        throw toTypedError(error, 'none')
      }
    },
  }
}
