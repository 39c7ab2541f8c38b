import type { Messages } from './Messages.ts'

/** Texts of your own, by section. */
export type MessageOverrides = {
  readonly [section in keyof Messages]?: Partial<Messages[section]>
}
