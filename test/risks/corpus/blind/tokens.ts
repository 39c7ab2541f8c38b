import { contract, fn } from '../labelledFunction.ts'

/** Tokens, payments, NFTs and their markets. Labels: see `labelledFunction.ts`. */
export const tokens = [
  contract(
    'Fractional vault',
    fn('harmless', 'start()'),
    fn('harmless', 'bid()'),
    fn('harmless', 'end()'),
  ),
  contract(
    'NFTX',
    fn('recipient', 'mintTo(uint256[] tokenIds, uint256[] amounts, address to)'),
    fn('amount', 'redeem(uint256 amount, uint256[] specificIds)'),
    fn('recipient amount', 'redeemTo(uint256 amount, uint256[] specificIds, address to)'),
    fn(
      'recipient',
      'swapTo(uint256[] tokenIds, uint256[] amounts, uint256[] specificIds, address to)',
    ),
    fn(
      'controls',
      'setVaultFeatures(bool _enableMint, bool _enableRandomRedeem, bool _enableTargetRedeem)',
    ),
    fn('controls', 'setFees(uint256 _mintFee, uint256 _randomRedeemFee, uint256 _targetRedeemFee)'),
    fn('controls', 'setManager(address _manager)'),
    fn('controls', 'setVaultMetadata(string name_, string symbol_)'),
  ),
  contract(
    'BendDAO',
    fn(
      'recipient amount',
      'borrow(address reserveAsset, uint256 amount, address nftAsset, uint256 nftTokenId, address onBehalfOf, uint16 referralCode)',
    ),
    fn(
      'recipient amount',
      'batchBorrow(address[] assets, uint256[] amounts, address[] nftAssets, uint256[] nftTokenIds, address onBehalfOf, uint16 referralCode)',
    ),
    fn('amount', 'repay(address nftAsset, uint256 nftTokenId, uint256 amount)'),
    fn('amount', 'batchRepay(address[] nftAssets, uint256[] nftTokenIds, uint256[] amounts)'),
    fn(
      'recipient amount',
      'auction(address nftAsset, uint256 nftTokenId, uint256 bidPrice, address onBehalfOf)',
    ),
    fn('amount', 'redeem(address nftAsset, uint256 nftTokenId, uint256 amount, uint256 bidFine)'),
    fn('controls', 'setNftConfiguration(address asset, uint256 configuration)'),
    fn('controls', 'initNft(address asset, address bNftAddress)'),
  ),
  contract(
    'NFTfi',
    fn(
      'amount',
      'acceptOffer((uint256 loanPrincipalAmount, uint256 maximumRepaymentAmount, uint256 nftCollateralId, address nftCollateralContract, uint32 loanDuration, uint16 loanAdminFeeInBasisPoints, address loanERC20Denomination, address referrer) _offer, (uint256 nonce, uint256 expiry, address signer, bytes signature) _signature, (address revenueSharePartner, uint16 referralFeeInBasisPoints) _borrowerSettings)',
    ),
    fn(
      'amount',
      'renegotiateLoan(uint32 _loanId, uint32 _newLoanDuration, uint256 _newMaximumRepaymentAmount, uint256 _renegotiationFee, uint256 _lenderNonce, uint256 _expiry, bytes _lenderSignature)',
    ),
    fn('harmless', 'liquidateOverdueLoan(uint32 _loanId)'),
    fn('harmless', 'mintObligationReceipt(uint32 _loanId)'),
  ),
  contract(
    'Rarible exchange',
    fn(
      'approves',
      'upsertOrder((address maker, ((bytes4 assetClass, bytes data) assetType, uint256 value) makeAsset, address taker, ((bytes4 assetClass, bytes data) assetType, uint256 value) takeAsset, uint256 salt, uint256 start, uint256 end, bytes4 dataType, bytes data) order)',
    ),
    fn(
      'harmless',
      'cancel((address maker, ((bytes4 assetClass, bytes data) assetType, uint256 value) makeAsset, address taker, ((bytes4 assetClass, bytes data) assetType, uint256 value) takeAsset, uint256 salt, uint256 start, uint256 end, bytes4 dataType, bytes data) order)',
    ),
    fn(
      'recipient amount price',
      'matchOrders((address maker, ((bytes4 assetClass, bytes data) assetType, uint256 value) makeAsset, address taker, ((bytes4 assetClass, bytes data) assetType, uint256 value) takeAsset, uint256 salt, uint256 start, uint256 end, bytes4 dataType, bytes data) orderLeft, bytes signatureLeft, (address maker, ((bytes4 assetClass, bytes data) assetType, uint256 value) makeAsset, address taker, ((bytes4 assetClass, bytes data) assetType, uint256 value) takeAsset, uint256 salt, uint256 start, uint256 end, bytes4 dataType, bytes data) orderRight, bytes signatureRight)',
    ),
  ),
  contract(
    'Wyvern exchange',
    fn(
      'approves',
      'approveOrder_(address[7] addrs, uint256[9] uints, uint8 feeMethod, uint8 side, uint8 saleKind, uint8 howToCall, bytes callData, bytes replacementPattern, bytes staticExtradata, bool orderbookInclusionDesired)',
    ),
    fn(
      'harmless',
      'cancelOrder_(address[7] addrs, uint256[9] uints, uint8 feeMethod, uint8 side, uint8 saleKind, uint8 howToCall, bytes callData, bytes replacementPattern, bytes staticExtradata, uint8 v, bytes32 r, bytes32 s)',
    ),
    fn(
      'nests',
      'atomicMatch_(address[14] addrs, uint256[18] uints, uint8[8] feeMethodsSidesKindsHowToCalls, bytes calldataBuy, bytes calldataSell, bytes replacementPatternBuy, bytes replacementPatternSell, bytes staticExtradataBuy, bytes staticExtradataSell, uint8[2] vs, bytes32[5] rssMetadata)',
    ),
  ),
  contract(
    'Sound.xyz super minter',
    fn('controls', 'setPrice(address edition, uint8 tier, uint8 scheduleNum, uint96 price)'),
    fn('controls', 'setPaused(address edition, uint8 tier, uint8 scheduleNum, bool paused)'),
    fn('controls', 'setSigner(address edition, uint8 tier, uint8 scheduleNum, address signer)'),
    fn('controls', 'setMaxMintable(address edition, uint8 tier, uint8 scheduleNum, uint32 value)'),
    fn('harmless', 'withdrawForAffiliate(address affiliate)'),
    fn('harmless', 'withdrawForPlatform(address platform)'),
    fn('recipient', 'setPlatformFeeAddress(address recipient)'),
    fn('approves', 'setPlatformSigner(address signer)'),
  ),
  contract(
    'Unlock Protocol',
    fn(
      'approves recipient amount',
      'purchase(uint256[] _values, address[] _recipients, address[] _referrers, address[] _keyManagers, bytes[] _data)',
    ),
    fn('amount', 'extend(uint256 _value, uint256 _tokenId, address _referrer, bytes _data)'),
    fn('recipient', 'shareKey(address _to, uint256 _tokenIdFrom, uint256 _timeShared)'),
    fn('recipient', 'lendKey(address _from, address _recipient, uint256 _tokenId)'),
    fn('approves', 'setKeyManagerOf(uint256 _tokenId, address _keyManager)'),
    fn('amount', 'mergeKeys(uint256 _tokenIdFrom, uint256 _tokenIdTo, uint256 _amount)'),
    fn(
      'recipient',
      'grantKeys(address[] _recipients, uint256[] _expirationTimestamps, address[] _keyManagers)',
    ),
    fn('approves', 'addLockManager(address account)'),
    fn('controls', 'updateKeyPricing(uint256 _keyPrice, address _tokenAddress)'),
    fn(
      'controls',
      'updateLockConfig(uint256 _newExpirationDuration, uint256 _maxNumberOfKeys, uint256 _maxKeysPerAcccount)',
    ),
    fn(
      'controls',
      'setEventHooks(address _onKeyPurchaseHook, address _onKeyCancelHook, address _onValidKeyHook, address _onTokenURIHook, address _onKeyTransferHook, address _onKeyExtendHook, address _onKeyGrantHook)',
    ),
    fn('controls', 'setReferrerFee(address _referrer, uint256 _feeBasisPoint)'),
    fn('controls', 'renounceLockManager()'),
    fn('harmless', 'createUpgradeableLock(bytes data)'),
    fn('harmless', 'createUpgradeableLockAtVersion(bytes data, uint16 _lockVersion)'),
    fn('controls', 'upgradeLock(address lockAddress, uint16 version)'),
    fn('recipient amount', 'swapUDTForUP(uint256 amountUDT, address recipient)'),
    fn(
      'harmless',
      'claim(string campaignName, uint256 timestamp, address recipient, uint256 amount, bytes32[] proof, bytes tosSignature)',
    ),
  ),
  contract(
    'LlamaPay',
    fn('recipient amount', 'createStream(address to, uint216 amountPerSec)'),
    fn(
      'recipient amount',
      'createStreamWithReason(address to, uint216 amountPerSec, string reason)',
    ),
    fn(
      'recipient amount',
      'modifyStream(address oldTo, uint216 oldAmountPerSec, address to, uint216 amountPerSec)',
    ),
    fn(
      'recipient amount',
      'depositAndCreate(uint256 amountToDeposit, address to, uint216 amountPerSec)',
    ),
    fn('harmless', 'cancelStream(address to, uint216 amountPerSec)'),
    fn('harmless', 'pauseStream(address to, uint216 amountPerSec)'),
    fn('harmless', 'withdraw(address from, address to, uint216 amountPerSec)'),
  ),
  contract(
    'Hedgey lockup plans',
    fn(
      'recipient amount',
      'createPlan(address recipient, address token, uint256 amount, uint256 start, uint256 cliff, uint256 rate, uint256 period)',
    ),
    fn('harmless', 'redeemPlans(uint256[] planIds)'),
    fn('harmless', 'partialRedeemPlans(uint256[] planIds, uint256 redemptionTime)'),
    fn('harmless', 'redeemAllPlans()'),
    fn('harmless', 'segmentPlan(uint256 planId, uint256[] segmentAmounts)'),
    fn('harmless', 'combinePlans(uint256 planId0, uint256 planId1)'),
    fn('approves', 'delegate(uint256 planId, address delegatee)'),
    fn('approves', 'delegatePlans(uint256[] planIds, address[] delegatees)'),
    fn('approves', 'delegateAll(address token, address delegatee)'),
    fn('recipient', 'transferAndDelegate(uint256 planId, address from, address to)'),
  ),
  contract(
    'Drips',
    fn('recipient', 'collect(address erc20, address transferTo)'),
    fn('recipient amount', 'give(uint256 receiver, address erc20, uint128 amt)'),
    fn(
      'recipient amount',
      'setStreams(address erc20, (uint256 accountId, uint256 config)[] currReceivers, int128 balanceDelta, (uint256 accountId, uint256 config)[] newReceivers, uint32 maxEndHint1, uint32 maxEndHint2, address transferTo)',
    ),
    fn('recipient', 'setSplits((uint256 accountId, uint32 weight)[] receivers)'),
    fn('harmless', 'emitAccountMetadata((bytes32 key, bytes value)[] accountMetadata)'),
  ),
  contract(
    'Coinbase Commerce transfers',
    fn(
      'recipient',
      'transferNative((uint256 recipientAmount, uint256 deadline, address recipient, address recipientCurrency, address refundDestination, uint256 feeAmount, bytes16 id, address operator, bytes signature, bytes prefix) _intent)',
    ),
    fn(
      'recipient amount',
      'transferTokenPreApproved((uint256 recipientAmount, uint256 deadline, address recipient, address recipientCurrency, address refundDestination, uint256 feeAmount, bytes16 id, address operator, bytes signature, bytes prefix) _intent)',
    ),
    fn(
      'recipient amount',
      'unwrapAndTransferPreApproved((uint256 recipientAmount, uint256 deadline, address recipient, address recipientCurrency, address refundDestination, uint256 feeAmount, bytes16 id, address operator, bytes signature, bytes prefix) _intent)',
    ),
    fn(
      'recipient amount price',
      'swapAndTransferUniswapV3TokenPreApproved((uint256 recipientAmount, uint256 deadline, address recipient, address recipientCurrency, address refundDestination, uint256 feeAmount, bytes16 id, address operator, bytes signature, bytes prefix) _intent, address _tokenIn, uint256 maxWillingToPay, uint24 poolFeesTier)',
    ),
  ),
  contract(
    'Request Network',
    fn(
      'recipient amount',
      'transferFromWithReferenceAndFee(address _tokenAddress, address _to, uint256 _amount, bytes _paymentReference, uint256 _feeAmount, address _feeAddress)',
    ),
    fn(
      'recipient amount price',
      'swapTransferWithReference(address _to, uint256 _amount, uint256 _amountInMax, address[] _path, bytes _paymentReference, uint256 _feeAmount, address _feeAddress, uint256 _deadline)',
    ),
    fn(
      'recipient amount',
      'batchERC20Payments((address recipient, uint256 requestAmount, address[] path, bytes paymentReference, uint256 feeAmount, uint256 maxToSpend, uint256 maxRateTimespan)[] requestDetails, address[][] pathsToUSD, address feeAddress)',
    ),
    fn(
      'recipient',
      'transferWithReferenceAndFee(address _to, bytes _paymentReference, uint256 _feeAmount, address _feeAddress)',
    ),
    fn(
      'recipient amount',
      'payEscrow(address _tokenAddress, address _to, uint256 _amount, bytes _paymentRef, uint256 _feeAmount, address _feeAddress)',
    ),
    fn(
      'recipient amount',
      'payOwner(uint256 receivableTokenId, uint256 amount, bytes paymentReference, uint256 feeAmount, address feeAddress)',
    ),
    fn(
      'harmless',
      'mint(bytes paymentReference, uint256 amount, address erc20Addr, string newTokenURI)',
    ),
    fn('harmless', 'initiateEmergencyClaim(bytes _paymentRef)'),
    fn('harmless', 'revertEmergencyClaim(bytes _paymentRef)'),
    fn('harmless', 'refundFrozenFunds(bytes _paymentRef)'),
    fn('harmless', 'approvePaymentProxyToSpend(address _erc20Address)'),
    fn(
      'harmless',
      'createERC20SingleRequestProxy(address _payee, address _tokenAddress, bytes _paymentReference, address _feeAddress, uint256 _feeAmount)',
    ),
    fn('harmless', 'submitHash(string _hash, bytes _feesParameters)'),
    fn(
      'controls',
      'setFeeParameters(uint256 _minimumFee, uint256 _rateFeesNumerator, uint256 _rateFeesDenominator)',
    ),
    fn('controls', 'addWhitelistAdmin(address account)'),
    fn('controls', 'setPaymentErc20Proxy(address _paymentErc20Proxy)'),
  ),
  contract(
    'Umbra',
    fn(
      'recipient amount',
      'sendToken(address _receiver, address _tokenAddr, uint256 _amount, bytes32 _pkx, bytes32 _ciphertext)',
    ),
    fn('recipient', 'withdrawToken(address _acceptor, address _tokenAddr)'),
    fn(
      'recipient',
      'withdrawTokenAndCall(address _acceptor, address _tokenAddr, address _hook, bytes _data)',
    ),
  ),
  contract(
    'Railgun',
    fn(
      'recipient amount',
      'shield(((bytes32 npk, (uint8 tokenType, address tokenAddress, uint256 tokenSubID) token, uint120 value) preimage, (bytes32[3] encryptedBundle, bytes32 shieldKey) ciphertext)[] _shieldRequests)',
    ),
  ),
  contract(
    'Juicebox',
    fn(
      'recipient amount',
      'pay(uint256 projectId, address token, uint256 amount, address beneficiary, uint256 minReturnedTokens, bytes metadata)',
    ),
    fn(
      'amount',
      'addToBalanceOf(uint256 projectId, address token, uint256 amount, bool shouldRefundHeldFees, bytes metadata)',
    ),
    fn(
      'recipient',
      'mintTokensOf(uint256 projectId, uint256 tokenCount, address beneficiary, string memo, bool preferClaimedTokens, bool useReservedRate)',
    ),
    fn(
      'amount',
      'burnTokensOf(address holder, uint256 projectId, uint256 tokenCount, string memo, bool preferClaimedTokens)',
    ),
    fn('harmless', 'distributeReservedTokensOf(uint256 projectId, string memo)'),
    fn('harmless', 'claimFor(address holder, uint256 projectId, uint256 amount)'),
    fn(
      'recipient amount',
      'transferFrom(address holder, uint256 projectId, address recipient, uint256 amount)',
    ),
    fn('harmless', 'processFees(uint256 projectId)'),
    fn('controls', 'migrate(uint256 projectId, address to)'),
    fn('controls', 'issueFor(uint256 projectId, string name, string symbol)'),
    fn('controls', 'setFor(uint256 projectId, address token)'),
    fn('controls', 'setFeelessAddress(address account, bool flag)'),
  ),
  contract(
    'Circles',
    fn('harmless', 'personalMint()'),
    fn('approves', 'trust(address _trustReceiver, uint96 _expiry)'),
    fn('harmless', 'registerHuman(address _inviter, bytes32 _metadataDigest)'),
    fn('controls', 'stop()'),
    fn('amount', 'burn(uint256 _id, uint256 _amount, bytes _data)'),
    fn(
      'amount',
      'groupMint(address _group, address[] _collateralAvatars, uint256[] _amounts, bytes _data)',
    ),
    fn(
      'recipient amount',
      'operateFlowMatrix(address[] _flowVertices, (uint16 streamSinkId, uint192 amount)[] _flow, (uint16 sourceCoordinate, uint16[] flowEdgeIds, bytes data)[] _streams, bytes _packedCoordinates)',
    ),
    fn('harmless', 'updateMetadataDigest(bytes32 _metadataDigest)'),
    fn('harmless', 'registerShortName()'),
    fn('harmless', 'registerShortNameWithNonce(uint256 _nonce)'),
    fn('harmless', 'calculateIssuanceWithCheck(address _human)'),
    fn('harmless', 'claimInvite()'),
    fn('controls', 'setInviterQuota(address inviter, uint256 quota)'),
  ),
  contract(
    'GoodDollar',
    fn('harmless', 'fish(address _account)'),
    fn('harmless', 'fishMulti(address[] _accounts)'),
    fn('harmless', 'join(bytes32 _myCode, bytes32 _inviterCode)'),
    fn('harmless', 'bountyFor(address _invitee)'),
    fn('harmless', 'collectBounties()'),
    fn('harmless', 'setDay()'),
    fn('amount', 'stakeDAI(uint256 _amount)'),
    fn('amount price', 'buy(address _buyWith, uint256 _tokenAmount, uint256 _minReturn)'),
    fn('amount price', 'sell(address _sellTo, uint256 _gdAmount, uint256 _minReturn)'),
    fn('controls', 'addWhitelistedWithDID(address account, string did)'),
    fn('controls', 'renounceWhitelisted()'),
    fn('harmless', 'withdraw(address paymentId, bytes signature)'),
    fn('harmless', 'cancel(address paymentId)'),
    fn('harmless', 'vote(bytes32 _proposalId, uint256 _vote, uint256 _amount, address _voter)'),
    fn('harmless', 'cancelVote(bytes32 _proposalId)'),
  ),
  contract(
    'XEN',
    fn('harmless', 'claimRank(uint256 term)'),
    fn('harmless', 'claimMintReward()'),
    fn('recipient', 'claimMintRewardAndShare(address other, uint256 pct)'),
    fn('amount', 'claimMintRewardAndStake(uint256 pct, uint256 term)'),
  ),
  contract('HEX', fn('amount', 'stakeStart(uint256 newStakedHearts, uint256 newStakedDays)')),
]
