import type { MessageOverrides } from './locales/MessageOverrides.ts'

/** How a component speaks. */
export interface LocaleProps {
  /** A BCP 47 tag: how numbers, dates and lists are written. @default 'en' */
  locale?: string | undefined
  /** Texts of your own, by section. */
  messages?: MessageOverrides | undefined
}
