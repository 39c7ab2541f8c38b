import type {
  DataTag,
  MutateOptions,
  QueryKey,
  UndefinedInitialDataOptions,
  UseMutationOptions,
  UseMutationResult,
  UseQueryOptions,
} from '@tanstack/react-query'
import type { BaseError } from '../errors/BaseError.ts'

/** What TanStack Query takes for a query, without what a hook sets itself. */
export type QueryParameter<data, selectData = data> = Omit<
  Partial<UseQueryOptions<data, BaseError, selectData>>,
  'queryKey' | 'queryFn' | 'initialData'
>

/** What TanStack Query takes for a mutation, without what a hook sets itself. */
export type MutationParameter<data, variables, context = unknown> = Omit<
  UseMutationOptions<data, BaseError, variables, context>,
  'mutationKey' | 'mutationFn'
>

/** Callbacks of one call of a mutation; they are not called once the component is gone. */
export type MutateCallbacks<data, variables, context = unknown> = MutateOptions<
  data,
  BaseError,
  variables,
  context
>

/** Callbacks that a hook with several actions takes for one of them; called wherever the page is by then. */
export type HookCallbacks<data, variables> = Pick<
  MutationParameter<data, variables>,
  'onSuccess' | 'onError' | 'onSettled' | 'meta'
>

type WithoutMutate<result> = result extends unknown ? Omit<result, 'mutate' | 'mutateAsync'> : never

/** A mutation's result whose `mutate` infers more from its variables than TanStack Query can. */
export type InferringMutationResult<data, variables, context, mutate, mutateAsync> = WithoutMutate<
  UseMutationResult<data, BaseError, variables, context>
> & { mutate: mutate; mutateAsync: mutateAsync }

/** What the kit's query options are: to give to `useQuery`, `prefetchQuery` and the like. */
export type SessionQueryOptions<data> = UndefinedInitialDataOptions<data, BaseError> & {
  queryKey: DataTag<QueryKey, data, BaseError>
}

/** What the kit's mutation options take beside the config. */
export interface MutationOptionsParameters<data, variables, context = unknown> {
  mutation?: MutationParameter<data, variables, context> | undefined
}

/** What the kit's mutation options are: to give to `useMutation` and the like. */
export type SessionMutationOptions<data, variables, context = unknown> = MutationParameter<
  data,
  variables,
  context
> & {
  mutationKey: readonly ['grantkit', string]
  mutationFn: (variables: variables) => Promise<data>
}
