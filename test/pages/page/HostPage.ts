/** Where the dapp is when it asks for a session. */
export const surroundings = ['plain', 'radix', 'native', 'header'] as const

export interface HostSetup {
  surroundings: (typeof surroundings)[number]
  state: 'reviewing' | 'awaiting-wallet'
  stopWaitingAfter?: number
  /** Puts the dialog into a shadow tree that the page made. */
  isInShadow?: boolean
}

/** What a test may ask of the page. */
export interface HostPage {
  /** Starts over, and opens the dapp's dialog, if it has one, and then the approval. */
  show(setup: HostSetup): Promise<void>
  seen: { approved: number; closed: number; gaveUp: number; dappDialogClosed: number }
}

declare global {
  interface Window {
    hostPage: HostPage
  }
}
