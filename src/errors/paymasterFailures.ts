import type { ContractFailure } from './ContractFailure.ts'

const paymasterOwner = 'Whoever runs the paymaster has to look into it.'

/** What the VerifyingSingletonPaymaster reverts with. */
export const paymasterFailures: readonly ContractFailure[] = [
  {
    revert: 'InsufficientBalance(uint256,uint256)',
    meaning: "the app's balance at the paymaster is too low",
    fix: 'Refill the gas tank of the app at the paymaster.',
    isCommonName: true,
  },
  {
    revert: 'InvalidPaymasterSignatureLength(uint256)',
    meaning: "the paymaster's signature has not 65 bytes",
    fix: 'Check the paymaster of this chain.',
    isCommonName: true,
  },
  {
    revert: 'PaymasterIdCannotBeZero()',
    meaning: 'the app has no account at the paymaster',
    fix: paymasterOwner,
    isCommonName: true,
  },
  {
    revert: 'VerifyingSignerCannotBeZero()',
    meaning: 'the paymaster has no signer',
    fix: paymasterOwner,
    isCommonName: true,
  },
  {
    revert: 'DepositCanNotBeZero()',
    meaning: 'the deposit is zero',
    fix: paymasterOwner,
    isCommonName: true,
  },
  {
    revert: 'CanNotWithdrawToZeroAddress()',
    meaning: 'the deposit would go to the zero address',
    fix: paymasterOwner,
    isCommonName: true,
  },
]
