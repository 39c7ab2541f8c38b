import { contract, fn } from '../labelledFunction.ts'

/** Exchanges, options, perpetuals, bridges of value, launchpads and bets. Labels: see `labelledFunction.ts`. */
export const trading = [
  contract(
    'AirSwap',
    fn(
      'recipient amount price',
      'swap(address recipient, uint256 nonce, uint256 expiry, address signerWallet, address signerToken, uint256 signerAmount, address senderToken, uint256 senderAmount, uint8 v, bytes32 r, bytes32 s)',
    ),
    fn(
      'recipient amount price',
      'swapAnySender(address recipient, uint256 nonce, uint256 expiry, address signerWallet, address signerToken, uint256 signerAmount, address senderToken, uint256 senderAmount, uint8 v, bytes32 r, bytes32 s)',
    ),
    fn(
      'amount price',
      'swapLight(uint256 nonce, uint256 expiry, address signerWallet, address signerToken, uint256 signerAmount, address senderToken, uint256 senderAmount, uint8 v, bytes32 r, bytes32 s)',
    ),
    fn('approves', 'authorize(address sender)'),
    fn('harmless', 'cancel(uint256[] nonces)'),
  ),
  contract(
    'Carbon',
    fn(
      'amount price',
      'createStrategy(address token0, address token1, (uint128 y, uint128 z, uint64 A, uint64 B)[2] orders)',
    ),
    fn(
      'amount price',
      'updateStrategy(uint256 strategyId, (uint128 y, uint128 z, uint64 A, uint64 B)[2] currentOrders, (uint128 y, uint128 z, uint64 A, uint64 B)[2] newOrders)',
    ),
    fn(
      'amount price',
      'tradeBySourceAmount(address sourceToken, address targetToken, (uint256 strategyId, uint128 amount)[] tradeActions, uint256 deadline, uint128 minReturn)',
    ),
    fn(
      'amount price',
      'tradeByTargetAmount(address sourceToken, address targetToken, (uint256 strategyId, uint128 amount)[] tradeActions, uint256 deadline, uint128 maxInput)',
    ),
    fn('harmless', 'createPool(address token0, address token1)'),
  ),
  contract(
    'Hashflow',
    fn(
      'recipient amount price',
      'tradeSingleHop((address pool, address externalAccount, address trader, address effectiveTrader, address baseToken, address quoteToken, uint256 effectiveBaseTokenAmount, uint256 maxBaseTokenAmount, uint256 maxQuoteTokenAmount, uint256 quoteExpiry, uint256 nonce, bytes32 txid, bytes signature) quote)',
    ),
    fn('recipient amount', 'addLiquidityPrivatePool(address pool, address token, uint256 amount)'),
    fn(
      'amount',
      'addLiquidityPublicPool((address pool, address token, uint256 amount, uint256 nonce, bytes signature) deposit)',
    ),
    fn('controls', 'killswitchPool(address pool, bool enabled)'),
    fn('recipient amount', 'transferAssets(address token, address recipient, uint256 amount)'),
    fn('controls', 'updateRouterPermissions(address router, bool authorized)'),
    fn('controls', 'updateWithdrawalAccount(address[] withdrawalAccounts, bool authorized)'),
  ),
  contract(
    'Mento exchange',
    fn('amount price', 'sell(uint256 sellAmount, uint256 minBuyAmount, bool sellGold)'),
    fn('amount price', 'buy(uint256 buyAmount, uint256 maxSellAmount, bool buyGold)'),
    fn(
      'amount',
      'createExchangeProposal(string stableTokenRegistryId, uint256 sellAmount, bool sellCelo)',
    ),
    fn('harmless', 'cancelExchangeProposal(uint256 proposalId)'),
    fn('harmless', 'executeExchangeProposal(uint256 proposalId)'),
    fn('recipient amount', 'transferWithComment(address to, uint256 value, string comment)'),
    fn('controls', 'setSpread(uint256 newSpread)'),
    fn('controls', 'setReserveFraction(uint256 newReserveFraction)'),
  ),
  contract(
    'Premia v3',
    fn('amount price', 'trade(uint256 size, bool isBuy, uint256 premiumLimit, address referrer)'),
    fn(
      'amount price',
      'trade((address base, address quote, address oracleAdapter, uint256 strike, uint256 maturity, bool isCallPool) poolKey, uint256 size, bool isBuy, uint256 premiumLimit, address referrer)',
    ),
    fn(
      'amount price',
      'fillQuoteOB((address provider, address taker, uint256 price, uint256 size, bool isBuy, uint256 deadline, uint256 salt) quoteOB, uint256 size, (uint8 v, bytes32 r, bytes32 s) signature, address referrer)',
    ),
    fn(
      'recipient amount price',
      'deposit((address owner, address operator, uint256 lower, uint256 upper, uint8 orderType) p, uint256 belowLower, uint256 belowUpper, uint256 size, uint256 minMarketPrice, uint256 maxMarketPrice)',
    ),
    fn(
      'recipient amount',
      'transferPosition((address owner, address operator, uint256 lower, uint256 upper, uint8 orderType) srcP, address newOwner, address newOperator, uint256 size)',
    ),
    fn(
      'recipient amount',
      'writeFrom(address underwriter, address longReceiver, uint256 size, address referrer)',
    ),
    fn(
      'harmless',
      'claim((address owner, address operator, uint256 lower, uint256 upper, uint8 orderType) p)',
    ),
    fn('harmless', 'exercise()'),
    fn('harmless', 'settle()'),
    fn('harmless', 'settleFor(address[] holders, uint256 costPerHolder)'),
    fn('harmless', 'cancelQuotesOB(bytes32[] hashes)'),
    fn('harmless', 'tryCacheSettlementPrice()'),
    fn(
      'harmless',
      'deployPool((address base, address quote, address oracleAdapter, uint256 strike, uint256 maturity, bool isCallPool) k)',
    ),
    fn('harmless', 'claimRebate(address[] tokens)'),
    fn(
      'approves',
      'setActionAuthorization(address operator, uint8[] actions, bool[] authorization)',
    ),
    fn('approves', 'setAuthorizedCost(uint256 amount)'),
    fn('harmless', 'claimAll(address[] vaults)'),
    fn('harmless', 'updateVaults()'),
    fn('harmless', 'castVotes((uint256 amount, uint8 version, bytes target)[] votes)'),
    fn('amount', 'stake(uint256 amount, uint64 period)'),
    fn(
      'nests',
      'harvestAndStake((uint256 amountOutMin, address callee, address allowanceTarget, bytes data, address refundAddress) s, uint64 stakePeriod)',
    ),
  ),
  contract(
    'MUX',
    fn(
      'amount price',
      'placePositionOrder(bytes32 subAccountId, uint96 collateralAmount, uint96 size, uint96 price, uint8 profitTokenId, uint8 flags)',
    ),
    fn('amount price', 'placeLiquidityOrder(uint8 assetId, uint96 amount, bool isAdding)'),
    fn('amount', 'depositCollateral(bytes32 subAccountId, uint256 collateralAmount)'),
    fn('harmless', 'cancelOrder(uint64 orderId)'),
  ),
  contract(
    'Opyn Gamma',
    fn(
      'nests recipient amount',
      'operate((uint8 actionType, address owner, address secondAddress, address asset, uint256 vaultId, uint256 amount, uint256 index, bytes data)[] _actions)',
    ),
    fn('harmless', 'sync(address _owner, uint256 _vaultId)'),
    fn('controls', 'setCallRestriction(bool _isRestricted)'),
  ),
  contract(
    'Gnosis Auction',
    fn(
      'amount price',
      'initiateAuction(address _auctioningToken, address _biddingToken, uint256 orderCancellationEndDate, uint256 auctionEndDate, uint96 _auctionedSellAmount, uint96 _minBuyAmount, uint256 minimumBiddingAmountPerOrder, uint256 minFundingThreshold, bool isAtomicClosureAllowed, address accessManagerContract, bytes accessManagerContractData)',
    ),
    fn(
      'amount price',
      'placeSellOrders(uint256 auctionId, uint96[] _minBuyAmounts, uint96[] _sellAmounts, bytes32[] _prevSellOrders, bytes allowListCallData)',
    ),
    fn(
      'recipient amount price',
      'placeSellOrdersOnBehalf(uint256 auctionId, uint96[] _minBuyAmounts, uint96[] _sellAmounts, bytes32[] _prevSellOrders, bytes allowListCallData, address orderSubmitter)',
    ),
    fn('harmless', 'cancelSellOrders(uint256 auctionId, bytes32[] _sellOrders)'),
    fn('harmless', 'claimFromParticipantOrder(uint256 auctionId, bytes32[] orders)'),
    fn('harmless', 'precalculateSellAmountSum(uint256 auctionId, uint256 iterationSteps)'),
    fn('harmless', 'settleAuction(uint256 auctionId)'),
    fn('harmless', 'registerUser(address user)'),
  ),
  contract(
    'Virtuals bonding',
    fn(
      'amount',
      'launch(string _name, string _ticker, uint8[] cores, string desc, string img, string[4] urls, uint256 purchaseAmount)',
    ),
    fn('amount price', 'buy(uint256 amountIn, address tokenAddress)'),
    fn('amount price', 'sell(uint256 amountIn, address tokenAddress)'),
    fn('harmless', 'unwrapToken(address srcTokenAddress, address[] accounts)'),
  ),
  contract(
    'Azuro',
    fn(
      'amount price',
      'bet(address core, uint128 amount, uint64 expiresAt, (address affiliate, uint64 minOdds, bytes data) betData)',
    ),
    fn(
      'recipient amount price',
      'betFor(address bettor, address core, uint128 amount, uint64 expiresAt, (address affiliate, uint64 minOdds, bytes data) betData)',
    ),
    fn('amount', 'addLiquidity(uint128 amount)'),
    fn('harmless', 'withdrawPayout(address core, uint256 tokenId, bool isNative)'),
    fn('harmless', 'claimAffiliateRewardFor(address core, bytes data, address affiliate)'),
    fn('harmless', 'claimReward()'),
    fn('controls', 'cancelGame(uint256 gameId)'),
    fn('controls', 'shiftGame(uint256 gameId, uint64 startsAt)'),
    fn('controls', 'addCore(address core)'),
    fn('controls', 'changeDataProvider(address newDataProvider)'),
  ),
  contract(
    'PancakeSwap prediction',
    fn('harmless', 'betBull(uint256 epoch)'),
    fn('harmless', 'betBear(uint256 epoch)'),
    fn('harmless', 'claim(uint256[] epochs)'),
  ),
  contract(
    'deBridge',
    fn(
      'recipient amount price',
      'createOrder((address giveTokenAddress, uint256 giveAmount, bytes takeTokenAddress, uint256 takeAmount, uint256 takeChainId, bytes receiverDst, address givePatchAuthoritySrc, bytes orderAuthorityAddressDst, bytes allowedTakerDst, bytes externalCall, bytes allowedCancelBeneficiarySrc) _orderCreation, bytes _affiliateFee, uint32 _referralCode, bytes _permitEnvelope)',
    ),
    fn(
      'recipient amount price',
      'createSaltedOrder((address giveTokenAddress, uint256 giveAmount, bytes takeTokenAddress, uint256 takeAmount, uint256 takeChainId, bytes receiverDst, address givePatchAuthoritySrc, bytes orderAuthorityAddressDst, bytes allowedTakerDst, bytes externalCall, bytes allowedCancelBeneficiarySrc) _orderCreation, uint64 _salt, bytes _affiliateFee, uint32 _referralCode, bytes _permitEnvelope, bytes _metadata)',
    ),
  ),
  contract(
    'THORChain, Maya router',
    fn(
      'recipient amount',
      'depositWithExpiry(address vault, address asset, uint256 amount, string memo, uint256 expiration)',
    ),
    fn('recipient amount', 'transferOut(address to, address asset, uint256 amount, string memo)'),
  ),
  contract(
    'Gravity bridge',
    fn(
      'recipient amount',
      'sendToCosmos(address _tokenContract, bytes32 _destination, uint256 _amount)',
    ),
    fn(
      'recipient amount',
      'sendToCosmos(address _tokenContract, string _destination, uint256 _amount)',
    ),
  ),
  contract(
    'tBTC',
    fn(
      'recipient amount',
      'requestRedemption(bytes20 walletPubKeyHash, (bytes32 txHash, uint32 txOutputIndex, uint64 txOutputValue) mainUtxo, bytes redeemerOutputScript, uint64 amount)',
    ),
    fn('recipient amount', 'unmintAndRedeem(uint256 amount, bytes redemptionData)'),
    fn('controls', 'initiateUpgrade(address _newVault)'),
    fn('controls', 'finalizeUpgrade()'),
    fn(
      'recipient amount',
      'recoverERC20FromToken(address token, address recipient, uint256 amount)',
    ),
  ),
]
