import { parseAbi } from 'viem'

/** The parts of Biconomy's `SessionKeyManager` that the kit calls. */
export const sessionKeyManagerAbi = parseAbi([
  'struct SessionStorage { bytes32 merkleRoot; }',
  'function setMerkleRoot(bytes32 _merkleRoot)',
  'function getSessionKeys(address smartAccount) view returns (SessionStorage)',
])
