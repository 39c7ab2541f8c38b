import type { Address } from 'viem'
import { BaseError } from './BaseError.ts'

/** The wallet is a contract. Only a key can own a Biconomy V2 account with the ECDSA module. */
export class ContractOwnerError extends BaseError {
  override name = 'ContractOwnerError'
  readonly owner: Address
  constructor({ owner }: { owner: Address }) {
    super(`The wallet ${owner} is a smart contract, and cannot own a smart account here.`, {
      metaMessages: [
        'The account takes the signature of one key (ECDSA), which a contract, such as a Safe, does not have.',
        'Connect a wallet with a key of its own. Nothing was asked, stored or sent.',
      ],
    })
    this.owner = owner
  }
}
