import { toHex } from 'viem'
import { type HDAccount, mnemonicToAccount } from 'viem/accounts'

// The mnemonic that anvil funds by default. Its keys are public: never send them anything real.
const mnemonic = 'test test test test test test test test test test test junk'

const executorCount = 4

/**
 * The funded accounts by what they do. No two parts share one: two senders on one account would
 * take each other's nonces.
 */
export const devnetAccounts = {
  users: Array.from({ length: 10 }, (_, index) => account(index)),
  deployer: account(10),
  paymasterSigner: account(11),
  faucet: account(12),
  bundlerUtility: account(13),
  bundlerExecutors: Array.from({ length: executorCount }, (_, index) => account(14 + index)),
  /** How many anvil has to fund. */
  count: 14 + executorCount,
}

function account(addressIndex: number) {
  const derived: HDAccount = mnemonicToAccount(mnemonic, { addressIndex })
  const privateKey = derived.getHdKey().privateKey
  if (!privateKey) throw new Error('The mnemonic gave no private key.')
  return { address: derived.address, privateKey: toHex(privateKey) }
}
