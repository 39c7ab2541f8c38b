import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'

export interface PasskeySecret {
  credentialId: Hex
  /** 32 bytes that only this passkey gives, and always the same. */
  secret: Uint8Array<ArrayBuffer>
}

/** What the passkey computes its answer from; public, and the same for ever. */
const input = new TextEncoder().encode('grantkit passkey vault 1')

/** The two things that a passkey is asked for. */
export const passkeyCeremony = {
  async create({
    userName,
    rpId,
  }: {
    userName: string
    rpId: string | undefined
  }): Promise<PasskeySecret> {
    const credential = await ask((credentials) =>
      credentials.create({
        publicKey: {
          // Nobody checks the attestation: the passkey is not used to sign in.
          challenge: random(32),
          rp: { name: 'Session keys', ...(rpId === undefined ? {} : { id: rpId }) },
          user: { id: random(16), name: userName, displayName: userName },
          pubKeyCredParams: [
            { type: 'public-key', alg: -7 },
            { type: 'public-key', alg: -257 },
          ],
          authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
          extensions: { prf: { eval: { first: input } } },
        },
      }),
    )
    const { prf } = credential.getClientExtensionResults()
    if (!prf?.enabled && !prf?.results) throw withoutPrf()
    const credentialId = bytesToHex(new Uint8Array(credential.rawId))
    // Most authenticators give it out only on use, not when the passkey is made.
    if (!prf.results?.first)
      return await passkeyCeremony.get({ credentialIds: [credentialId], rpId })
    return { credentialId, secret: bytesOf(prf.results.first) }
  },

  /** Asks for one of these passkeys: whichever the user has here. */
  async get({
    credentialIds,
    rpId,
  }: {
    credentialIds: readonly Hex[]
    rpId: string | undefined
  }): Promise<PasskeySecret> {
    const credential = await ask((credentials) =>
      credentials.get({
        publicKey: {
          challenge: random(32),
          allowCredentials: credentialIds.map((id) => ({
            type: 'public-key',
            id: new Uint8Array(hexToBytes(id)),
          })),
          userVerification: 'required',
          extensions: { prf: { eval: { first: input } } },
          ...(rpId === undefined ? {} : { rpId }),
        },
      }),
    )
    const first = credential.getClientExtensionResults().prf?.results?.first
    if (!first) throw withoutPrf()
    return {
      credentialId: bytesToHex(new Uint8Array(credential.rawId)),
      secret: bytesOf(first),
    }
  },
}

async function ask(
  request: (credentials: CredentialsContainer) => Promise<Credential | null>,
): Promise<PublicKeyCredential> {
  const credentials = globalThis.navigator?.credentials
  if (!credentials || typeof globalThis.PublicKeyCredential !== 'function')
    throw new KeyUnavailableError(
      'There are no passkeys here.',
      'Use a browser with passkeys on a page served over https, or another vault.',
    )
  let credential: Credential | null
  try {
    credential = await request(credentials)
  } catch (cause) {
    throw new KeyUnavailableError(
      'The passkey was not used.',
      'The user declined, took too long, or has it on another device. Ask again, from a click.',
      { cause },
    )
  }
  if (credential instanceof PublicKeyCredential) return credential
  throw withoutPrf()
}

function withoutPrf(): KeyUnavailableError {
  return new KeyUnavailableError(
    'This passkey cannot keep session keys: it has no `prf`.',
    'Use another browser or another place to keep passkeys, or `passwordVault()`.',
  )
}

function random(length: number): Uint8Array<ArrayBuffer> {
  return globalThis.crypto.getRandomValues(new Uint8Array(length))
}

function bytesOf(source: BufferSource): Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
}
