import { contract, fn } from '../labelledFunction.ts'

/** Names, profiles, grants, courts, bridges and games. Labels: see `labelledFunction.ts`. */
export const identityAndGames = [
  contract(
    'Wormhole core, token bridge, NTT',
    fn(
      'recipient amount',
      'transferTokens(address token, uint256 amount, uint16 recipientChain, bytes32 recipient, uint256 arbiterFee, uint32 nonce)',
    ),
    fn(
      'recipient amount',
      'transferTokensWithPayload(address token, uint256 amount, uint16 recipientChain, bytes32 recipient, uint32 nonce, bytes payload)',
    ),
    fn(
      'recipient amount',
      'transfer(uint256 amount, uint16 recipientChain, bytes32 recipient, bytes32 refundAddress, bool shouldQueue, bytes encodedInstructions)',
    ),
    fn('harmless', 'completeTransfer(bytes encodedVm)'),
    fn('harmless', 'publishMessage(uint32 nonce, bytes payload, uint8 consistencyLevel)'),
    fn('harmless', 'attestToken(address tokenAddress, uint32 nonce)'),
    fn('harmless', 'createWrapped(bytes encodedVm)'),
    fn(
      'controls',
      'setPeer(uint16 peerChainId, bytes32 peerContract, uint8 decimals, uint256 inboundLimit)',
    ),
  ),
  contract(
    'LayerZero OFT, endpoint',
    fn(
      'recipient amount price',
      'send((uint32 dstEid, bytes32 to, uint256 amountLD, uint256 minAmountLD, bytes extraOptions, bytes composeMsg, bytes oftCmd) _sendParam, (uint256 nativeFee, uint256 lzTokenFee) _fee, address _refundAddress)',
    ),
    fn(
      'recipient amount',
      'sendFrom(address _from, uint16 _dstChainId, bytes32 _toAddress, uint256 _amount, (address refundAddress, address zroPaymentAddress, bytes adapterParams) _callParams)',
    ),
    fn('controls', 'setPeer(uint32 _eid, bytes32 _peer)'),
    fn(
      'controls',
      'setConfig(address _oapp, address _lib, (uint32 eid, uint32 configType, bytes config)[] _params)',
    ),
    fn('controls', 'setSendLibrary(address _oapp, uint32 _eid, address _newLib)'),
    fn('harmless', 'retryPayload(uint16 _srcChainId, bytes _srcAddress, bytes _payload)'),
  ),
  contract(
    'Hop bridge',
    fn(
      'recipient amount price',
      'sendToL2(uint256 chainId, address recipient, uint256 amount, uint256 amountOutMin, uint256 deadline, address relayer, uint256 relayerFee)',
    ),
    fn(
      'recipient amount price',
      'swapAndSend(uint256 chainId, address recipient, uint256 amount, uint256 bonderFee, uint256 amountOutMin, uint256 deadline, uint256 destinationAmountOutMin, uint256 destinationDeadline)',
    ),
    fn('harmless', 'commitTransfers(uint256 destinationChainId)'),
    fn('controls', 'addBonder(address bonder)'),
  ),
  contract(
    'Arbitrum bridge, outbox, retryables',
    fn(
      'recipient amount',
      'outboundTransfer(address _token, address _to, uint256 _amount, uint256 _maxGas, uint256 _gasPriceBid, bytes _data)',
    ),
    fn(
      'recipient amount',
      'outboundTransferCustomRefund(address _l1Token, address _refundTo, address _to, uint256 _amount, uint256 _maxGas, uint256 _gasPriceBid, bytes _data)',
    ),
    fn(
      'nests',
      'createRetryableTicket(address to, uint256 l2CallValue, uint256 maxSubmissionCost, address excessFeeRefundAddress, address callValueRefundAddress, uint256 gasLimit, uint256 maxFeePerGas, bytes data)',
    ),
    fn('nests', 'sendTxToL1(address destination, bytes data)'),
    fn('recipient', 'withdrawEth(address destination)'),
    fn('harmless', 'redeem(bytes32 ticketId)'),
    fn('harmless', 'depositEth()'),
    fn('harmless', 'keepalive(bytes32 ticketId)'),
  ),
  contract(
    'Polygon PoS, zkEVM, zkSync bridges',
    fn('recipient', 'depositEtherFor(address user)'),
    fn('recipient', 'depositFor(address user, address rootToken, bytes depositData)'),
    fn(
      'recipient amount',
      'bridgeAsset(uint32 destinationNetwork, address destinationAddress, uint256 amount, address token, bool forceUpdateGlobalExitRoot, bytes permitData)',
    ),
    fn('harmless', 'exit(bytes inputData)'),
    fn(
      'recipient amount',
      'deposit(address _l2Receiver, address _l1Token, uint256 _amount, uint256 _l2TxGasLimit, uint256 _l2TxGasPerPubdataByte, address _refundRecipient)',
    ),
    fn(
      'harmless',
      'claimFailedDeposit(address _depositSender, address _l1Token, bytes32 _l2TxHash, uint256 _l2BatchNumber, uint256 _l2MessageIndex, uint16 _l2TxNumberInBatch, bytes32[] _merkleProof)',
    ),
    fn('harmless', 'consolidatePendingState(uint64 pendingStateNum)'),
  ),
  contract(
    'Lens v2 hub',
    fn(
      'harmless',
      'post((uint256 profileId, string contentURI, address[] actionModules, bytes[] actionModulesInitDatas, address referenceModule, bytes referenceModuleInitData) postParams)',
    ),
    fn('harmless', 'setProfileMetadataURI(uint256 profileId, string metadataURI)'),
    fn(
      'harmless',
      'setBlockStatus(uint256 byProfileId, uint256[] idsOfProfilesToSetBlockStatus, bool[] blockStatus)',
    ),
    fn('harmless', 'unfollow(uint256 unfollowerProfileId, uint256[] idsOfProfilesToUnfollow)'),
    fn(
      'approves',
      'changeDelegatedExecutorsConfig(uint256 delegatorProfileId, address[] delegatedExecutors, bool[] approvals)',
    ),
    fn(
      'controls',
      'setFollowModule(uint256 profileId, address followModule, bytes followModuleInitData)',
    ),
    fn('controls', 'setEmergencyAdmin(address newEmergencyAdmin)'),
  ),
  contract(
    'Basenames, Unstoppable Domains',
    fn('harmless', 'setText(bytes32 node, string key, string value)'),
    fn('controls', 'setMany(string[] keys, string[] values, uint256 tokenId)'),
    fn('controls', 'resolveTo(address to, uint256 tokenId)'),
  ),
  contract(
    'Worldcoin, BrightID',
    fn(
      'recipient',
      'claim(uint256 grantId, address receiver, uint256 root, uint256 nullifierHash, uint256[8] proof)',
    ),
    fn(
      'harmless',
      'registerIdentities(uint256[8] insertionProof, uint256 preRoot, uint32 startIndex, uint256[] identityCommitments, uint256 postRoot)',
    ),
    fn(
      'harmless',
      'verify(bytes32 context, address[] addrs, uint256 timestamp, uint8 v, bytes32 r, bytes32 s)',
    ),
    fn('controls', 'setIdentityOperator(address newIdentityOperator)'),
  ),
  contract(
    'Gitcoin Allo, rounds',
    fn(
      'harmless',
      'updateProfileMetadata(bytes32 _profileId, (uint256 protocol, string pointer) _metadata)',
    ),
    fn('controls', 'updateProfilePendingOwner(bytes32 _profileId, address _pendingOwner)'),
    fn('controls', 'addMembers(bytes32 _profileId, address[] _members)'),
    fn('amount', 'fundPool(uint256 _poolId, uint256 _amount)'),
    fn('controls', 'addPoolManager(uint256 _poolId, address _manager)'),
    fn('recipient', 'recoverFunds(address _token, address _recipient)'),
    fn(
      'harmless',
      'applyToRound(bytes32 projectID, (uint256 protocol, string pointer) newApplicationMetaPtr)',
    ),
  ),
  contract(
    'Kleros court, Reality.eth, curate',
    fn('harmless', 'passPhase()'),
    fn('harmless', 'passPeriod(uint256 _disputeID)'),
    fn('harmless', 'castCommit(uint256 _disputeID, uint256[] _voteIDs, bytes32 _commit)'),
    fn(
      'harmless',
      'castVote(uint256 _disputeID, uint256[] _voteIDs, uint256 _choice, uint256 _salt)',
    ),
    fn('harmless', 'submitEvidence(uint256 _localDisputeID, string _evidence)'),
    fn('amount', 'setStake(uint96 _subcourtID, uint128 _stake)'),
    fn(
      'harmless',
      'askQuestion(uint256 template_id, string question, address arbitrator, uint32 timeout, uint32 opening_ts, uint256 nonce)',
    ),
    fn(
      'harmless',
      'submitAnswerReveal(bytes32 question_id, bytes32 answer, uint256 nonce, uint256 bond)',
    ),
    fn(
      'harmless',
      'claimWinnings(bytes32 question_id, bytes32[] history_hashes, address[] addrs, uint256[] bonds, bytes32[] answers)',
    ),
    fn('controls', 'changeGovernor(address _governor)'),
    fn('nests', 'executeGovernorProposal(address _destination, uint256 _amount, bytes _data)'),
  ),
  contract(
    'Sorare',
    fn('controls', 'addCapper(address account)'),
    fn('controls', 'setNextContract(address nextContract_)'),
  ),
  contract(
    'Treasure Bridgeworld, Smol Brains',
    fn('amount', 'deposit(uint256 _amount, uint8 _lock)'),
    fn('harmless', 'harvestAll()'),
    fn('harmless', 'revealTokensQuests(uint256[] _tokenIds)'),
    fn('harmless', 'join(uint256 _tokenId)'),
    fn('controls', 'setTreasury(address _treasury)'),
  ),
  contract(
    'MUD world',
    fn('nests', 'callFrom(address delegator, bytes32 systemId, bytes callData)'),
    fn('nests', 'batchCall((bytes32 systemId, bytes callData)[] systemCalls)'),
    fn(
      'approves',
      'registerDelegation(address delegatee, bytes32 delegationControlId, bytes initCallData)',
    ),
    fn('controls', 'registerSystem(bytes32 systemId, address system, bool publicAccess)'),
    fn('harmless', 'registerNamespace(bytes32 namespaceId)'),
    fn('controls', 'grantAccess(bytes32 resourceId, address grantee)'),
    fn('controls', 'transferOwnership(bytes32 namespaceId, address newOwner)'),
    fn(
      'recipient amount',
      'transferBalanceToAddress(bytes32 fromNamespaceId, address toAddress, uint256 amount)',
    ),
  ),
  contract(
    'Decentraland',
    fn('harmless', 'updateLandData(uint256 assetId, string data)'),
    fn('approves', 'setUpdateOperator(uint256 assetId, address operator)'),
    fn('approves', 'setUpdateManager(address _owner, address _operator, bool _approved)'),
    fn('recipient', 'transferLandToEstate(int256 x, int256 y, uint256 estateId)'),
    fn(
      'price',
      'createOrder(address nftAddress, uint256 assetId, uint256 priceInWei, uint256 expiresAt)',
    ),
    fn(
      'amount',
      'placeBid(address _tokenAddress, uint256 _tokenId, uint256 _price, uint256 _duration)',
    ),
    fn('recipient', 'transferLand(int256 x, int256 y, address to)'),
  ),
  contract(
    'Blitmap, friend.tech',
    fn('price', 'sellShares(address sharesSubject, uint256 amount)'),
    fn('harmless', 'buyShares(address sharesSubject, uint256 amount)'),
    fn('harmless', 'mintVariant(uint256 tokenIdA, uint256 tokenIdB)'),
  ),
  contract(
    'Airdrops of Arbitrum, LooksRare and others',
    fn('harmless', 'claim(uint256 amount, bytes32[] merkleProof)'),
    fn('harmless', 'claim()'),
    fn('harmless', 'claim(address account, uint256 amount, bytes32[] merkleProof)'),
    fn(
      'approves',
      'claimAndDelegate(address delegatee, uint256 expiry, uint8 v, bytes32 r, bytes32 s)',
    ),
    fn('controls', 'setSweepReceiver(address _sweepReceiver)'),
    fn('harmless', 'claim(uint8[] treeIds, uint256[] amounts, bytes32[][] merkleProofs)'),
  ),
  contract(
    'The Graph, Livepeer',
    fn('amount', 'delegate(address _indexer, uint256 _tokens)'),
    fn('recipient amount', 'stakeTo(address _indexer, uint256 _tokens)'),
    fn('controls', 'setRewardsDestination(address _destination)'),
    fn('harmless', 'closeAllocation(address _allocationID, bytes32 _poi)'),
    fn(
      'amount price',
      'mint(bytes32 _subgraphDeploymentID, uint256 _tokensIn, uint256 _signalOutMin)',
    ),
    fn('amount', 'bond(uint256 _amount, address _to)'),
    fn('harmless', 'reward()'),
    fn('harmless', 'initializeRound()'),
    fn(
      'recipient amount',
      'transferBond(address _delegator, uint256 _amount, address _oldDelegateNewPosPrev, address _oldDelegateNewPosNext, address _newDelegateNewPosPrev, address _newDelegateNewPosNext)',
    ),
    fn('recipient', 'withdrawFees(address _recipient, uint256 _amount)'),
    fn('harmless', 'updateSubgraphMetadata(uint256 _subgraphID, bytes32 _subgraphMetadata)'),
    fn(
      'harmless',
      'setDefaultName(address _graphAccount, uint8 _nameSystem, bytes32 _nameIdentifier, string _name)',
    ),
  ),
  contract(
    'Tornado Cash, Semaphore',
    fn(
      'harmless',
      'validateProof(uint256 groupId, (uint256 merkleTreeDepth, uint256 merkleTreeRoot, uint256 nullifier, uint256 message, uint256 scope, uint256[8] points) proof)',
    ),
    fn(
      'recipient',
      'withdraw(bytes _proof, bytes32 _root, bytes32 _nullifierHash, address _recipient, address _relayer, uint256 _fee, uint256 _refund)',
    ),
    fn('controls', 'updateGroupAdmin(uint256 groupId, address newAdmin)'),
  ),
  contract(
    'Push, Ethereum Follow Protocol, ERC-5564 announcer',
    fn(
      'harmless',
      'announce(uint256 schemeId, address stealthAddress, bytes ephemeralPubKey, bytes metadata)',
    ),
    fn('harmless', 'registerKeys(uint256 schemeId, bytes stealthMetaAddress)'),
    fn('harmless', 'applyListOp(uint256 nonce, bytes op)'),
    fn('harmless', 'sendNotification(address _channel, address _recipient, bytes _identity)'),
    fn('harmless', 'subscribe(address _channel)'),
    fn('controls', 'setListManager(uint256 nonce, address manager)'),
  ),
  contract(
    'BasePaint, Terraforms',
    fn('harmless', 'paint(uint256 day, uint256 tokenId, bytes pixels)'),
    fn('harmless', 'enterDream(uint256 tokenId)'),
    fn('harmless', 'commitDreamToCanvas(uint256 tokenId, uint256[16] dream)'),
  ),
  contract(
    'MoonCats, Autoglyphs, Moonbirds',
    fn('harmless', 'rescueCat(bytes32 seed)'),
    fn('harmless', 'nameCat(bytes5 catId, bytes32 catName)'),
    fn('recipient', 'giveCat(bytes5 catId, address to)'),
    fn('harmless', 'createGlyph(uint256 seed)'),
    fn('harmless', 'toggleNesting(uint256[] tokenIds)'),
  ),
  contract(
    'Wolf Game',
    fn('harmless', 'claimManyFromBarnAndPack(uint16[] tokenIds, bool unstake)'),
  ),
  contract(
    'API3, Ampleforth, Reserve',
    fn(
      'harmless',
      'updateBeaconWithSignedData(address airnode, bytes32 templateId, uint256 timestamp, bytes data, bytes signature)',
    ),
    fn('harmless', 'rebase()'),
    fn('harmless', 'refreshBasket()'),
  ),
  contract(
    'Zora protocol rewards, splits.org',
    fn(
      'recipient amount',
      'depositBatch(address[] recipients, uint256[] amounts, bytes4[] reasons, string comment)',
    ),
    fn('recipient', 'withdrawRewards(address to, uint256 amount)'),
    fn('controls', 'transferControl(address split, address newController)'),
    fn(
      'controls',
      'updateSplit(address split, address[] accounts, uint32[] percentAllocations, uint32 distributorFee)',
    ),
  ),
]
