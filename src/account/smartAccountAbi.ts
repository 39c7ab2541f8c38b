import { parseAbi } from 'viem'

/** The parts of Biconomy's `SmartAccount` (V2) that the kit calls. */
export const smartAccountAbi = parseAbi([
  'function execute_ncC(address dest, uint256 value, bytes func)',
  'function executeBatch_y6U(address[] dest, uint256[] value, bytes[] func)',
  'function enableModule(address module)',
  'function disableModule(address prevModule, address module)',
  'function isModuleEnabled(address module) view returns (bool)',
  'function getImplementation() view returns (address)',
  'function getModulesPaginated(address start, uint256 pageSize) view returns (address[] array, address next)',
])
