'use client'
import { useContext } from 'react'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { ProviderNotFoundError } from '../errors/ProviderNotFoundError.ts'
import { SessionContext } from '../react/SessionContext.ts'

/** A config of its own for one hook, instead of the provider's. */
export interface ConfigParameter {
  config?: SessionConfig | undefined
}

export type UseSessionConfigParameters = ConfigParameter
export type UseSessionConfigReturnType = SessionConfig

/**
 * The config of the nearest `SessionProvider`, with wagmi's clients: for actions in a component.
 *
 * @throws ProviderNotFoundError outside of a provider.
 *
 * @example
 * const config = useSessionConfig()
 */
export function useSessionConfig(
  parameters: UseSessionConfigParameters = {},
): UseSessionConfigReturnType {
  const context = useContext(SessionContext)
  const config = parameters.config ?? context
  if (!config) throw new ProviderNotFoundError()
  return config
}
