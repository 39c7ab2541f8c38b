export interface Pinged {
  /** Whether the client takes itself for connected. */
  readonly isReady: boolean
  ping(): Promise<unknown>
}

/**
 * Calls `onSilence`, once, when a client that takes itself for connected has no answer to a ping for
 * so many milliseconds: its connection is dead without having been closed, and it would wait for
 * ever. While it knows that it has lost its server, that is for it to mend.
 */
export function watchSilence(client: Pinged, patience: number, onSilence: () => void): void {
  function ask(): void {
    if (!client.isReady) {
      setTimeout(ask, patience / 2).unref()
      return
    }
    let isAnswered = false
    const silent = setTimeout(() => {
      // After a pause of this whole machine the answer may lie there, unread.
      setImmediate(() => {
        if (!isAnswered) onSilence()
      })
    }, patience)
    silent.unref()
    const onAnswer = () => {
      isAnswered = true
      clearTimeout(silent)
      setTimeout(ask, patience / 2).unref()
    }
    // An error is an answer too: then the client knows.
    client.ping().then(onAnswer, onAnswer)
  }
  ask()
}
