import { type Hex, type SignableMessage, toHex } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'

export interface Signer {
  getAddress(): Promise<string>
  signMessage(message: SignableMessage): Promise<Hex>
}

/** What the documentation's class uses of the `Wallet` of ethers, as the SDK takes a signer. */
export class Wallet implements Signer {
  readonly signerType = 'local'
  readonly privateKey: Hex
  readonly #account: PrivateKeyAccount

  constructor(privateKey: string) {
    this.privateKey = privateKey as Hex
    this.#account = privateKeyToAccount(this.privateKey)
  }

  static createRandom(): Wallet {
    return new Wallet(generatePrivateKey())
  }

  get address(): string {
    return this.#account.address
  }

  get publicKey(): string {
    return this.#account.publicKey
  }

  async getAddress(): Promise<string> {
    return this.address
  }

  signMessage(message: SignableMessage): Promise<Hex> {
    if (typeof message === 'string') return this.#account.signMessage({ message })
    const { raw } = message
    return this.#account.signMessage({
      message: { raw: typeof raw === 'string' ? raw : toHex(raw) },
    })
  }
}
