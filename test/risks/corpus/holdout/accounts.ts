import { contract, fn } from '../labelledFunction.ts'

/** Accounts, batches, governance and access. Labels: see `labelledFunction.ts`. */
export const accounts = [
  contract(
    'ERC-7579 accounts: Kernel, Nexus',
    fn('nests', 'executeFromExecutor(bytes32 execMode, bytes executionCalldata)'),
    fn('controls', 'installModule(uint256 moduleType, address module, bytes initData)'),
    fn('controls', 'uninstallModule(uint256 moduleType, address module, bytes deInitData)'),
    fn(
      'controls',
      'changeRootValidator(bytes21 _rootValidator, address hook, bytes validatorData, bytes hookData)',
    ),
    fn('harmless', 'invalidateNonce(uint32 nonce)'),
  ),
  contract(
    'Argent account',
    fn(
      'nests',
      'multiCall(address _wallet, (address to, uint256 value, bytes data)[] _transactions)',
    ),
    fn(
      'nests approves',
      'multiCallWithGuardiansAndStartSession(address _wallet, (address to, uint256 value, bytes data)[] _transactions, address _sessionUser, uint64 _duration)',
    ),
    fn('controls', 'addGuardian(address _wallet, address _guardian)'),
    fn('controls', 'revokeGuardian(address _wallet, address _guardian)'),
    fn('controls', 'executeRecovery(address _wallet, address _recovery)'),
    fn('approves', 'addToWhitelist(address _wallet, address _target)'),
  ),
  contract(
    'Coinbase smart wallet',
    fn('controls', 'addOwnerAddress(address owner)'),
    fn('controls', 'addOwnerPublicKey(bytes32 x, bytes32 y)'),
    fn('controls', 'removeOwnerAtIndex(uint256 index, bytes owner)'),
    fn('nests', 'executeWithoutChainIdValidation(bytes[] calls)'),
    fn('nests', 'executeBatch((address target, uint256 value, bytes data)[] calls)'),
  ),
  contract(
    'Coinbase spend permissions',
    fn(
      'approves',
      'approve((address account, address spender, address token, uint160 allowance, uint48 period, uint48 start, uint48 end, uint256 salt, bytes extraData) spendPermission)',
    ),
    fn(
      'approves',
      'approveWithSignature((address account, address spender, address token, uint160 allowance, uint48 period, uint48 start, uint48 end, uint256 salt, bytes extraData) spendPermission, bytes signature)',
    ),
  ),
  contract(
    'MetaMask delegation manager',
    fn(
      'nests',
      'redeemDelegations(bytes[] permissionContexts, bytes32[] modes, bytes[] executionCallDatas)',
    ),
  ),
  contract(
    'Ambire account',
    fn('nests', 'executeBySender((address to, uint256 value, bytes data)[] calls)'),
    fn('controls', 'setAddrPrivilege(address addr, bytes32 priv)'),
    fn('nests', 'tryCatch(address to, uint256 value, bytes data)'),
  ),
  contract(
    'Sequence wallet',
    fn(
      'nests',
      'selfExecute((bool delegateCall, bool revertOnError, uint256 gasLimit, address target, uint256 value, bytes data)[] _txs)',
    ),
    fn('controls', 'updateImageHash(bytes32 _imageHash)'),
    fn('controls', 'addHook(bytes4 _signature, address _implementation)'),
    fn('controls', 'updateImplementation(address _implementation)'),
  ),
  contract(
    'Zodiac roles, delay, exit modifiers',
    fn(
      'nests',
      'execTransactionWithRole(address to, uint256 value, bytes data, uint8 operation, bytes32 roleKey, bool shouldRevert)',
    ),
    fn('controls', 'assignRoles(address module, bytes32[] roleKeys, bool[] memberOf)'),
    fn('controls', 'allowTarget(bytes32 roleKey, address targetAddress, uint8 options)'),
    fn('controls', 'setAvatar(address _avatar)'),
    fn('controls', 'setTxCooldown(uint256 _txCooldown)'),
    fn('nests', 'executeNextTx(address to, uint256 value, bytes data, uint8 operation)'),
    fn('harmless', 'skipExpired()'),
  ),
  contract(
    'Aragon OSx DAO, multisig, permission manager',
    fn(
      'nests',
      'execute(bytes32 _callId, (address to, uint256 value, bytes data)[] _actions, uint256 _allowFailureMap)',
    ),
    fn(
      'nests',
      'createProposal(bytes _metadata, (address to, uint256 value, bytes data)[] _actions, uint256 _allowFailureMap, bool _approveProposal, bool _tryExecution, uint64 _startDate, uint64 _endDate)',
    ),
    fn('controls', 'grant(address _where, address _who, bytes32 _permissionId)'),
    fn(
      'controls',
      'applyMultiTargetPermissions((uint8 operation, address where, address who, address condition, bytes32 permissionId)[] _items)',
    ),
    fn('controls', 'setTrustedForwarder(address _newTrustedForwarder)'),
    fn('controls', 'addAddresses(address[] _members)'),
    fn('harmless', 'vote(uint256 _proposalId, uint8 _voteOption, bool _tryEarlyExecution)'),
  ),
  contract(
    'Moloch v2, Baal',
    fn(
      'nests',
      'submitProposal(bytes proposalData, uint32 expiration, uint256 baalGas, string details)',
    ),
    fn('nests', 'processProposal(uint32 id, bytes proposalData)'),
    fn('nests', 'executeAsBaal(address _to, uint256 _value, bytes _data)'),
    fn(
      'recipient',
      'ragequit(address to, uint256 sharesToBurn, uint256 lootToBurn, address[] tokens)',
    ),
    fn('harmless', 'sponsorProposal(uint32 id)'),
    fn('harmless', 'submitVote(uint32 id, bool approved)'),
    fn('harmless', 'submitVote(uint256 proposalIndex, uint8 uintVote)'),
    fn('controls', 'setShamans(address[] _shamans, uint256[] _permissions)'),
  ),
  contract(
    'Hats protocol',
    fn('controls', 'mintHat(uint256 _hatId, address _wearer)'),
    fn('controls', 'transferHat(uint256 _hatId, address _from, address _to)'),
    fn('controls', 'changeHatEligibility(uint256 _hatId, address _newEligibility)'),
    fn('controls', 'requestLinkTopHatToTree(uint32 _topHatDomain, uint256 _requestedAdminHat)'),
    fn('controls', 'renounceHat(uint256 _hatId)'),
    fn('harmless', 'checkHatWearerStatus(uint256 _hatId, address _wearer)'),
  ),
  contract(
    'delegate.xyz registry v1, v2',
    fn('approves', 'delegateAll(address to, bytes32 rights, bool enable)'),
    fn('approves', 'delegateContract(address to, address contract_, bytes32 rights, bool enable)'),
    fn('approves', 'delegateERC20(address to, address contract_, bytes32 rights, uint256 amount)'),
    fn('approves', 'delegateForAll(address delegate, bool value)'),
    fn(
      'approves',
      'delegateForToken(address delegate, address contract_, uint256 tokenId, bool value)',
    ),
  ),
  contract(
    'Snapshot delegate registry',
    fn('approves', 'setDelegate(bytes32 id, address delegate)'),
    fn(
      'approves',
      'setDelegation(string context, (bytes32 delegate, uint256 ratio)[] delegation, uint256 expirationTimestamp)',
    ),
  ),
  contract(
    'Arbitrum governor, security council, upgrade executor',
    fn('nests', 'executeCall(address target, bytes targetCallData)'),
    fn('controls', 'addMember(address _newMember, uint8 _cohort)'),
    fn('controls', 'rotateMember(address _currentMember, address _newMember)'),
    fn('controls', 'updateQuorumNumerator(uint256 newQuorumNumerator)'),
    fn(
      'harmless',
      'castVoteWithReasonAndParamsBySig(uint256 proposalId, uint8 support, string reason, bytes params, uint8 v, bytes32 r, bytes32 s)',
    ),
  ),
  contract(
    'Gelato automate, relay',
    fn(
      'nests',
      'createTask(address execAddress, bytes execDataOrSelector, (uint8[] modules, bytes[] args) moduleData, address feeToken)',
    ),
    fn('harmless', 'cancelTask(bytes32 taskId)'),
    fn('recipient amount', 'depositFunds(address _receiver, address _token, uint256 _amount)'),
    fn('recipient', 'withdrawFunds(address _receiver, address _token, uint256 _amount)'),
  ),
  contract(
    'Solady OwnableRoles, Thirdweb extensions',
    fn('controls', 'grantRoles(address user, uint256 roles)'),
    fn('controls', 'revokeRoles(address user, uint256 roles)'),
    fn('controls', 'completeOwnershipHandover(address pendingOwner)'),
    fn('controls', 'setPrimarySaleRecipient(address _saleRecipient)'),
    fn('controls', 'setPlatformFeeInfo(address _platformFeeRecipient, uint256 _platformFeeBps)'),
  ),
]
