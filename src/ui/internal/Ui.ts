import type { Chain } from 'viem'
import type { Messages } from '../locales/Messages.ts'
import type { Formats } from './Formats.ts'

/** What every part needs to speak: words, formats, the chain, and names for addresses. */
export interface Ui {
  messages: Messages
  formats: Formats
  /** A BCP 47 tag. */
  locale: string
  chainId: number | undefined
  /** Known when wagmi is configured for it. */
  chain: Chain | undefined
  /** By lower-case address. */
  names: ReadonlyMap<string, string>
}
