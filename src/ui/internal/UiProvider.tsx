'use client'
import { type ReactNode, useMemo } from 'react'
import type { Address } from 'viem'
import { useChains } from 'wagmi'
import type { LocaleProps } from '../LocaleProps.ts'
import { en } from '../locales/en.ts'
import type { MessageOverrides } from '../locales/MessageOverrides.ts'
import type { Messages } from '../locales/Messages.ts'
import { createFormats } from './createFormats.ts'
import type { Ui } from './Ui.ts'
import { UiContext } from './UiContext.ts'

export interface UiProviderProps extends LocaleProps {
  chainId?: number | undefined
  account?: Address | undefined
  owner?: Address | undefined
  sessionKey?: Address | undefined
  children: ReactNode
}

/** Gives the parts below it their words, and says whose addresses are well known. */
export function UiProvider(props: UiProviderProps) {
  const { locale = 'en', messages: overrides, chainId, account, owner, sessionKey } = props
  const chains = useChains()
  const ui = useMemo((): Ui => {
    const messages = merged(overrides)
    const { yourAccount, yourWallet, sessionKey: theKey } = messages.common
    const known = [
      [owner, yourWallet],
      [sessionKey, theKey],
      [account, yourAccount],
    ] as const
    return {
      messages,
      formats: createFormats(locale),
      locale,
      chainId,
      chain: chains.find(({ id }) => id === chainId),
      names: new Map(known.flatMap(([a, name]) => (a ? [[a.toLowerCase(), name]] : []))),
    }
  }, [overrides, locale, chainId, chains, account, owner, sessionKey])
  return <UiContext.Provider value={ui}>{props.children}</UiContext.Provider>
}

function merged(overrides: MessageOverrides = {}): Messages {
  const sections = Object.entries(en).map(([section, texts]) => [
    section,
    { ...texts, ...overrides[section as keyof Messages] },
  ])
  return Object.fromEntries(sections) as Messages
}
