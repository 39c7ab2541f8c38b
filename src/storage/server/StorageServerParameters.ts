import type { Address, Client, Hex } from 'viem'
import type { Json } from '../../types/Json.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'

export interface StorageServerParameters {
  /** Where the records are kept, such as `redis()`; for several machines one that they share. */
  storage: SessionStorageDriver
  /**
   * Signs tokens and nonces; the same on all machines. 32 bytes or more, or at least 64 hexadecimal
   * digits.
   */
  secret: Uint8Array | string
  /** The hosts of the pages that may sign in, such as `app.example.com`. */
  domains: readonly string[]
  /** The chains whose records are kept. */
  chainIds: readonly number[]
  /** What comes before the handler's own paths in URLs. @default '' */
  basePath?: string | undefined
  /**
   * For signatures of contract accounts (ERC-1271, also before deployment by ERC-6492): a client
   * for each chain. Without one for its chain, only wallets with a key of their own can sign in.
   */
  clients?: Readonly<Record<number, Client>> | undefined
  /**
   * Which accounts' records a signer may reach on a chain: for an owner that signs for its smart
   * accounts. Look them up; never take them from the request. A wallet is asked about for each of
   * `chainIds`; a contract account only for the chain that confirmed its signature, as its address
   * can be somebody else's on another. @default the signer alone
   */
  accountsOf?:
    | ((signer: Address, chainId: number) => readonly Address[] | Promise<readonly Address[]>)
    | undefined
  /**
   * Origins whose pages may call, where the server has another; and the `uri` of messages that sign
   * in may be of them, beside `https` and each of `domains` (`http` on localhost).
   * @default none
   */
  origins?: readonly string[] | undefined
  /**
   * How long a token is valid, milliseconds; never longer than the expiration time of the message
   * that was signed for it. @default 12 hours
   */
  tokenLifetime?: number | undefined
  limits?:
    | {
        /** Bytes of a request. @default 262_144 */
        body?: number | undefined
        /** Operations of a batch. @default 500 */
        operations?: number | undefined
        /** Characters of an id. @default 512 */
        id?: number | undefined
        /** Requests per minute for each account, and for each client before it signs in. @default 600 */
        requestsPerMinute?: number | undefined
        /**
         * Bytes of all records of an account on one chain; each record counts 128 beside its value and
         * id. A write that would exceed it is refused (HTTP 507), one that takes away never. An
         * eighth is kept for writes of the account's root, so that a full journal does not stop a
         * revocation.
         * @default 16_777_216
         */
        bytesPerAccount?: number | undefined
        /** The same for all accounts that a signer reaches, on all chains. @default 67_108_864 */
        bytesPerSigner?: number | undefined
        /** Bytes of one page of a list; a record that is larger is a page alone. @default 1_048_576 */
        bytesPerPage?: number | undefined
        /** Open streams of changes for each signer, in one process. @default 50 */
        streamsPerSigner?: number | undefined
      }
    | undefined
  /**
   * Tells clients apart before they sign in, such as by the address that a trusted proxy names.
   * @default all are one
   */
  clientOf?: ((request: Request) => string) | undefined
  /**
   * Whether a value has the form that a vault of your own gives a wrapped key. Those of GrantKit's
   * vaults are known, and all else is refused.
   * @default none has
   */
  acceptsKey?: ((value: Json) => boolean) | undefined
  /** Takes keys that no vault encrypted. For tests, and for development on throw-away chains. */
  dangerouslyAcceptPlaintextKeys?: boolean | undefined
  /**
   * Told of failures of the storage, and of nodes that did not answer. It gets the error, and no
   * record, key or token; a cause within can name the URL of a node or of the storage.
   */
  onError?: ((error: unknown) => void) | undefined
  /**
   * Ends the streams of changes, which would never end by themselves, so that a server can stop in
   * order. Clients then look for another server.
   */
  signal?: AbortSignal | undefined
}

export interface SignedIn {
  signer: Address
  /** On these chains, these accounts. */
  reach: readonly Reach[]
  /** Unix milliseconds. Older tokens do not say it. */
  issuedAt?: number | undefined
  /** Unix milliseconds. */
  expiresAt: number
}

/** A token that was shown, and who has it. */
export interface Authenticated extends SignedIn {
  tokenId: string
}

export interface Reach {
  chainIds: readonly number[]
  /** Lower case. */
  accounts: readonly Address[]
}

export interface SignInBody {
  message: string
  signature: Hex
}
