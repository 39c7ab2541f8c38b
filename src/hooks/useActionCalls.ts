'use client'
import { MutationObserver, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { BaseError } from '../errors/BaseError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import type { HookCallbacks, MutateCallbacks } from '../types/HookParameters.ts'

export interface ActionCall<name, data, variables> {
  name: name
  variables: variables
  action: () => Promise<data>
  /** What the hook was given, as it is when it is called. */
  getHookCallbacks: () => HookCallbacks<data, variables> | undefined
  callbacks: MutateCallbacks<data, variables> | undefined
}

export interface UseActionCallsReturnType<name extends string> {
  /** Rejects with a typed error. Its callbacks have been called by then. */
  call<data, variables>(call: ActionCall<name, data, variables>): Promise<data>
  /** How many calls are in flight. */
  pending: Readonly<Partial<Record<name, number>>>
  /** Why each action failed last, until it is called again. */
  errors: Readonly<Partial<Record<name, BaseError>>>
  /** The newest failure, until any action is called again. */
  error: BaseError | undefined
  reset(): void
}

/**
 * Calls of several actions, any number of them at once. Each call is a mutation of TanStack Query of
 * its own: `useMutation` would know the newest alone, and forget the callbacks of those before it.
 */
export function useActionCalls<name extends string>(): UseActionCallsReturnType<name> {
  const client = useQueryClient()
  const [state, dispatch] = useReducer(reduce<name>, undefined, begin<name>)
  const observed = useRef(new Set<() => void>())
  const isGone = useRef(false)
  useEffect(() => {
    const { current } = observed
    isGone.current = false
    return () => {
      // as TanStack Query: callbacks of a call are not called once the component is gone
      isGone.current = true
      for (const stop of current) stop()
      current.clear()
    }
  }, [])

  const call = useCallback<UseActionCallsReturnType<name>['call']>(
    async <data, variables>({
      name,
      variables,
      action,
      getHookCallbacks,
      callbacks,
    }: ActionCall<name, data, variables>) => {
      const meta = getHookCallbacks()?.meta
      const observer = new MutationObserver<data, BaseError, variables>(client, {
        retry: false,
        networkMode: 'always',
        mutationKey: ['grantkit', name],
        ...(meta === undefined ? {} : { meta }),
        mutationFn: () =>
          action().catch((error: unknown) => {
            throw toTypedError(error, 'none')
          }),
        onSuccess: (...result) => getHookCallbacks()?.onSuccess?.(...result),
        onError: (...result) => getHookCallbacks()?.onError?.(...result),
        onSettled: (...result) => getHookCallbacks()?.onSettled?.(...result),
      })
      const stop = isGone.current ? () => undefined : observer.subscribe(() => undefined)
      observed.current.add(stop)
      dispatch({ type: 'called', name })
      try {
        const data = await observer.mutate(variables, callbacks)
        dispatch({ type: 'settled', name })
        return data
      } catch (cause) {
        const error = toTypedError(cause, 'none')
        dispatch({ type: 'settled', name, error })
        throw error
      } finally {
        observed.current.delete(stop)
        stop()
      }
    },
    [client],
  )
  const reset = useCallback(() => dispatch({ type: 'reset' }), [])
  return { ...state, call, reset }
}

type State<name extends string> = Pick<
  UseActionCallsReturnType<name>,
  'pending' | 'errors' | 'error'
>

type Event<name> =
  | { type: 'called'; name: name }
  | { type: 'settled'; name: name; error?: BaseError }
  | { type: 'reset' }

function begin<name extends string>(): State<name> {
  const none: Partial<Record<string, never>> = {}
  return { pending: none, errors: none, error: undefined } as State<name>
}

function reduce<name extends string>(state: State<name>, event: Event<name>): State<name> {
  if (event.type === 'reset') return { ...begin(), pending: state.pending }
  const { name } = event
  const count = state.pending[name] ?? 0
  if (event.type === 'called')
    return {
      pending: { ...state.pending, [name]: count + 1 },
      errors: { ...state.errors, [name]: undefined },
      error: undefined,
    }
  const pending = { ...state.pending, [name]: count - 1 }
  const { error } = event
  if (!error) return { ...state, pending }
  return { pending, errors: { ...state.errors, [name]: error }, error }
}
