/**
 * Where Biconomy Smart Account V2 lives, at the same addresses on every chain it supports.
 * Addresses compare without case: lower-case both sides before `===`.
 */
export const moduleAddresses = {
  abiSessionValidation: '0x000006bC2eCdAe38113929293d241Cf252D91861',
  erc20SessionValidation: '0x000000D50C68705bd6897B2d17c7de32FB519fDA',
  sessionKeyManager: '0x000002FbFfedd9B33F4E7156F2DE8D48945E7489',
  /** The key manager before 1.0.0; still enabled on some accounts. */
  legacySessionKeyManager: '0x000000456b395c4e107e0302553B90D1eF4a32e9',
  batchedSessionRouter: '0x00000D09967410f8C76752A104c9848b57ebba55',
  ecdsaOwnership: '0x0000001c5b32F37F5beA87BDD5374eB2aC54eA8e',
  multichain: '0x000000824dc138db84FD9109fc154bdad332Aa8E',
  entryPoint: '0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789',
  factory: '0x000000a56Aaca3e9a4C479ea6b6CD0DbcB6634F5',
  implementation: '0x0000002512019Dafb59528B82CB92D3c5D2423aC',
} as const
