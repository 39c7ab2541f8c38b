import type {
  DataTag,
  QueryKey,
  UndefinedInitialDataOptions,
  UseMutationOptions,
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

/** What the kit's query options are: to give to `useQuery`, `prefetchQuery` and the like. */
export type SessionQueryOptions<data> = UndefinedInitialDataOptions<data, BaseError> & {
  queryKey: DataTag<QueryKey, data, BaseError>
}
