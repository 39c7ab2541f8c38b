import type { RecordAddress, RecordPrefix } from '../../types/Storage.ts'
import { normalizePrefix } from '../normalizePrefix.ts'
import { Watchers } from '../Watchers.ts'

/** Watchers that also hear of other tabs' writes, by BroadcastChannel. */
export interface SharedWatchers {
  /** @param prefix Normalised. */
  add(prefix: RecordPrefix, listener: () => void): () => void
  /** Tells this context and all others. */
  notify(changed: readonly RecordAddress[]): void
  close(): void
}

/** @param channelName The same in all tabs that share a store. */
export function createSharedWatchers(channelName: string): SharedWatchers {
  const watchers = new Watchers()
  let channel: BroadcastChannel | undefined
  let closed = false

  function open(): BroadcastChannel | undefined {
    if (channel || closed || typeof globalThis.BroadcastChannel !== 'function') return channel
    try {
      channel = new globalThis.BroadcastChannel(channelName)
    } catch {
      // Denied where the origin is opaque. The channel only carries hints; storage says the rest.
      return undefined
    }
    channel.onmessage = ({ data }: MessageEvent<unknown>) => watchers.notify(placesIn(data))
    return channel
  }

  return {
    add(prefix, listener) {
      open()
      return watchers.add(prefix, listener)
    },

    notify(changed) {
      if (closed) return
      watchers.notify(changed)
      const places = new Map(
        changed.map(({ chainId, account, kind }) => [
          `${chainId}:${account}:${kind}`,
          { chainId, account, kind },
        ]),
      )
      open()?.postMessage([...places.values()])
    },

    close() {
      closed = true
      watchers.clear()
      channel?.close()
      channel = undefined
    },
  }
}

/** What a message names; everything, when it is not understood. */
function placesIn(data: unknown): readonly RecordPrefix[] {
  try {
    if (Array.isArray(data)) return data.map(normalizePrefix)
  } catch {
    // From another version of the kit.
  }
  return [{}]
}
