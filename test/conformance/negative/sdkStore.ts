import { bytesToHex, type Hex, hexToBytes } from 'viem'
import type { SessionStorageClient } from '../../../src/types/SessionStorageClient.ts'
import type { UnsafeStore } from './createUnsafeDriver.ts'

/** Records as leaves of a storage of the SDK: the last leaf with an id counts. */
export function sdkStore(sdk: SessionStorageClient): UnsafeStore {
  return {
    async load() {
      const texts = new Map<string, string>()
      for (const { sessionID = '', sessionKeyData } of await sdk.getAllSessionData()) {
        const key = decode(sessionID as Hex)
        if (sessionKeyData === '0x') texts.delete(key)
        else texts.set(key, decode(sessionKeyData))
      }
      return texts
    },
    async save(changes) {
      for (const { key, text } of changes)
        await sdk.addSessionData({
          validAfter: 0,
          validUntil: 0,
          sessionID: encode(key),
          sessionKeyData: text === undefined ? '0x' : encode(text),
          sessionPublicKey: '0x',
          sessionValidationModule: '0x',
          status: 'PENDING',
        })
    },
  }
}

function encode(text: string): Hex {
  return bytesToHex(Buffer.from(text, 'utf16le'))
}

function decode(hex: Hex): string {
  return Buffer.from(hexToBytes(hex)).toString('utf16le')
}
