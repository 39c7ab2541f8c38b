import { BaseError } from './BaseError.ts'

/** The secret given to a vault is no 32 bytes. The secret itself is never part of the message. */
export class VaultSecretError extends BaseError {
  override name = 'VaultSecretError'

  constructor(found: string) {
    super(`A vault's secret must be 32 bytes, and ${found}.`, {
      metaMessages: [
        'Give a Uint8Array of 32 bytes or 64 hexadecimal digits, with or without 0x.',
        'Make one with: openssl rand -hex 32',
      ],
    })
  }
}
