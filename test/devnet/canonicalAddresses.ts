/** Where the published contracts live on every chain, and the tokens of the SDK's tutorials. */
export const canonicalAddresses = {
  entryPoint: '0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789',
  senderCreator: '0x7fc98430eAEdbb6070B35B39D798725049088348',
  smartAccountImplementation: '0x0000002512019Dafb59528B82CB92D3c5D2423aC',
  smartAccountFactory: '0x000000a56Aaca3e9a4C479ea6b6CD0DbcB6634F5',
  defaultCallbackHandler: '0x0bBa6d96BD616BedC6BFaa341742FD43c60b83C1',
  ecdsaModule: '0x0000001c5b32F37F5beA87BDD5374eB2aC54eA8e',
  sessionKeyManager: '0x000002FbFfedd9B33F4E7156F2DE8D48945E7489',
  batchedSessionRouter: '0x00000D09967410f8C76752A104c9848b57ebba55',
  erc20SessionValidationModule: '0x000000D50C68705bd6897B2d17c7de32FB519fDA',
  abiSessionValidationModule: '0x000006bC2eCdAe38113929293d241Cf252D91861',
  /** The tests' own, at an address of no meaning. */
  targetSessionValidationModule: '0x7A26E70000000000000000000000000000005E55',
  multicall3: '0xcA11bde05977b3631167028862bE2a173976CA11',
  usdc: '0x747A4168DB14F57871fa8cda8B5455D8C2a8e90a',
  nft: '0x1758f42Af7026fBbB559Dc60EcE0De3ef81f665e',
  swapRouter: '0x5A9A500000000000000000000000000000005E55',
} as const
