import { contract, fn } from '../labelledFunction.ts'

/** Accounts, batches, governance and access. Labels: see `labelledFunction.ts`. */
export const accounts = [
  contract(
    'Safe 1.3, 1.4',
    fn(
      'nests',
      'execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)',
    ),
    fn(
      'nests',
      'execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation)',
    ),
    fn('controls', 'enableModule(address module)'),
    fn('controls', 'disableModule(address prevModule, address module)'),
    fn('controls', 'setGuard(address guard)'),
    fn('controls', 'setFallbackHandler(address handler)'),
    fn('controls', 'addOwnerWithThreshold(address owner, uint256 _threshold)'),
    fn('controls', 'swapOwner(address prevOwner, address oldOwner, address newOwner)'),
    fn('controls', 'removeOwner(address prevOwner, address owner, uint256 _threshold)'),
    fn('controls', 'changeThreshold(uint256 _threshold)'),
    fn('approves', 'approveHash(bytes32 hashToApprove)'),
  ),
  contract('Safe MultiSend', fn('nests', 'multiSend(bytes transactions)')),
  contract('Safe SignMessageLib', fn('approves', 'signMessage(bytes _data)')),
  contract(
    'Safe AllowanceModule',
    fn('approves', 'addDelegate(address delegate)'),
    fn(
      'approves',
      'setAllowance(address delegate, address token, uint96 allowanceAmount, uint16 resetTimeMin, uint32 resetBaseMin)',
    ),
  ),
  contract(
    'Multicall3',
    fn('nests', 'aggregate((address target, bytes callData)[] calls)'),
    fn('nests', 'tryAggregate(bool requireSuccess, (address target, bytes callData)[] calls)'),
    fn('nests', 'aggregate3((address target, bool allowFailure, bytes callData)[] calls)'),
    fn(
      'nests',
      'aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls)',
    ),
  ),
  contract(
    'ERC-7821 minimal batch executor',
    fn('nests', 'execute(bytes32 mode, bytes executionData)'),
  ),
  contract(
    'ERC-4337 SimpleAccount',
    fn('nests', 'execute(address dest, uint256 value, bytes func)'),
    fn('nests', 'executeBatch(address[] dest, uint256[] value, bytes[] func)'),
    fn('recipient amount', 'withdrawDepositTo(address withdrawAddress, uint256 amount)'),
    fn('controls', 'upgradeToAndCall(address newImplementation, bytes data)'),
  ),
  contract(
    'ERC-4337 EntryPoint v0.6',
    fn('recipient', 'depositTo(address account)'),
    fn('recipient amount', 'withdrawTo(address withdrawAddress, uint256 withdrawAmount)'),
    fn('harmless', 'incrementNonce(uint192 key)'),
  ),
  contract(
    'ERC-725 (LUKSO LSP0 universal profile)',
    fn('nests', 'execute(uint256 operationType, address target, uint256 value, bytes data)'),
    fn(
      'nests',
      'executeBatch(uint256[] operationsType, address[] targets, uint256[] values, bytes[] datas)',
    ),
    fn('controls', 'setData(bytes32 dataKey, bytes dataValue)'),
    fn('controls', 'setDataBatch(bytes32[] dataKeys, bytes[] dataValues)'),
  ),
  contract(
    'LUKSO LSP6 key manager',
    fn('nests', 'execute(bytes payload)'),
    fn('nests', 'executeBatch(uint256[] values, bytes[] payloads)'),
    fn(
      'nests',
      'executeRelayCall(bytes signature, uint256 nonce, uint256 validityTimestamps, bytes payload)',
    ),
  ),
  contract(
    'OpenZeppelin Governor',
    fn(
      'nests',
      'propose(address[] targets, uint256[] values, bytes[] calldatas, string description)',
    ),
    fn(
      'nests',
      'execute(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)',
    ),
    fn(
      'nests',
      'queue(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)',
    ),
    fn('nests', 'relay(address target, uint256 value, bytes data)'),
    fn('harmless', 'castVote(uint256 proposalId, uint8 support)'),
    fn('harmless', 'castVoteWithReason(uint256 proposalId, uint8 support, string reason)'),
    fn(
      'harmless',
      'castVoteWithReasonAndParams(uint256 proposalId, uint8 support, string reason, bytes params)',
    ),
    fn(
      'harmless',
      'castVoteBySig(uint256 proposalId, uint8 support, address voter, bytes signature)',
    ),
    fn('controls', 'setVotingDelay(uint48 newVotingDelay)'),
    fn('controls', 'updateTimelock(address newTimelock)'),
  ),
  contract(
    'OpenZeppelin TimelockController',
    fn(
      'nests',
      'schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)',
    ),
    fn(
      'nests',
      'execute(address target, uint256 value, bytes payload, bytes32 predecessor, bytes32 salt)',
    ),
    fn(
      'nests',
      'scheduleBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt, uint256 delay)',
    ),
    fn('controls', 'updateDelay(uint256 newDelay)'),
  ),
  contract(
    'Compound Timelock',
    fn(
      'nests',
      'queueTransaction(address target, uint256 value, string signature, bytes data, uint256 eta)',
    ),
    fn(
      'nests',
      'executeTransaction(address target, uint256 value, string signature, bytes data, uint256 eta)',
    ),
    fn('controls', 'setPendingAdmin(address pendingAdmin_)'),
    fn('controls', 'acceptAdmin()'),
  ),
  contract(
    'Compound GovernorBravo',
    fn(
      'nests',
      'propose(address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, string description)',
    ),
    fn('controls', '_setProposalThreshold(uint256 newProposalThreshold)'),
    fn('controls', '_setWhitelistAccountExpiration(address account, uint256 expiration)'),
  ),
  contract(
    'OpenZeppelin Ownable, Ownable2Step',
    fn('controls', 'transferOwnership(address newOwner)'),
    fn('controls', 'renounceOwnership()'),
    fn('controls', 'acceptOwnership()'),
  ),
  contract(
    'OpenZeppelin AccessControl',
    fn('controls', 'grantRole(bytes32 role, address account)'),
    fn('controls', 'revokeRole(bytes32 role, address account)'),
    fn('controls', 'renounceRole(bytes32 role, address callerConfirmation)'),
    fn('controls', 'beginDefaultAdminTransfer(address newAdmin)'),
  ),
  contract(
    'OpenZeppelin AccessManager',
    fn('nests', 'execute(address target, bytes data)'),
    fn('nests', 'schedule(address target, bytes data, uint48 when)'),
    fn('controls', 'grantRole(uint64 roleId, address account, uint32 executionDelay)'),
    fn('controls', 'setTargetFunctionRole(address target, bytes4[] selectors, uint64 roleId)'),
    fn('controls', 'setTargetClosed(address target, bool closed)'),
    fn('controls', 'updateAuthority(address target, address newAuthority)'),
  ),
  contract(
    'OpenZeppelin ProxyAdmin, transparent proxy, UUPS',
    fn('controls', 'upgrade(address proxy, address implementation)'),
    fn('controls', 'upgradeAndCall(address proxy, address implementation, bytes data)'),
    fn('controls', 'changeProxyAdmin(address proxy, address newAdmin)'),
    fn('controls', 'upgradeTo(address newImplementation)'),
    fn('controls', 'changeAdmin(address newAdmin)'),
  ),
  contract(
    'OpenZeppelin PaymentSplitter, VestingWallet',
    fn('harmless', 'release(address account)'),
    fn('harmless', 'release(address token, address account)'),
    fn('harmless', 'release()'),
  ),
  contract(
    'Diamond (ERC-2535)',
    fn(
      'controls',
      'diamondCut((address facetAddress, uint8 action, bytes4[] functionSelectors)[] _diamondCut, address _init, bytes _calldata)',
    ),
  ),
  contract(
    'DSProxy',
    fn('nests', 'execute(bytes _code, bytes _data)'),
    fn('controls', 'setAuthority(address authority_)'),
    fn('controls', 'setOwner(address owner_)'),
  ),
  contract(
    'Gnosis MultiSigWallet',
    fn('nests', 'submitTransaction(address destination, uint256 value, bytes data)'),
    fn('controls', 'addOwner(address owner)'),
    fn('controls', 'replaceOwner(address owner, address newOwner)'),
    fn('controls', 'changeRequirement(uint256 _required)'),
  ),
  contract(
    'OpenZeppelin MinimalForwarder',
    fn(
      'nests',
      'execute((address from, address to, uint256 value, uint256 gas, uint256 nonce, bytes data) req, bytes signature)',
    ),
  ),
]
