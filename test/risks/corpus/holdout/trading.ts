import { contract, fn } from '../labelledFunction.ts'

/** Exchanges, aggregators, derivatives and prediction markets. Labels: see `labelledFunction.ts`. */
export const trading = [
  contract(
    'Uniswap v4 position manager, pool manager',
    fn('nests', 'modifyLiquidities(bytes unlockData, uint256 deadline)'),
    fn(
      'approves',
      'permitForAll(address owner, address operator, bool approved, uint256 deadline, uint256 nonce, bytes signature)',
    ),
    fn(
      'harmless',
      'initialize((address currency0, address currency1, uint24 fee, int24 tickSpacing, address hooks) key, uint160 sqrtPriceX96)',
    ),
    fn('controls', 'setProtocolFeeController(address controller)'),
    fn(
      'recipient amount',
      'collectProtocolFees(address recipient, address currency, uint256 amount)',
    ),
  ),
  contract(
    'Velodrome, Aerodrome router, voter, voting escrow',
    fn(
      'recipient amount price',
      'swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, (address from, address to, bool stable, address factory)[] routes, address to, uint256 deadline)',
    ),
    fn(
      'recipient amount price',
      'addLiquidity(address tokenA, address tokenB, bool stable, uint256 amountADesired, uint256 amountBDesired, uint256 amountAMin, uint256 amountBMin, address to, uint256 deadline)',
    ),
    fn('recipient amount', 'createLockFor(uint256 _value, uint256 _lockDuration, address _to)'),
    fn('amount', 'createLock(uint256 _value, uint256 _lockDuration)'),
    fn('amount', 'increaseAmount(uint256 _tokenId, uint256 _value)'),
    fn('harmless', 'vote(uint256 _tokenId, address[] _poolVote, uint256[] _weights)'),
    fn('harmless', 'poke(uint256 _tokenId)'),
    fn('harmless', 'claimBribes(address[] _bribes, address[][] _tokens, uint256 _tokenId)'),
    fn('harmless', 'reset(uint256 _tokenId)'),
    fn('harmless', 'distribute(address[] _gauges)'),
    fn('controls', 'setEpochGovernor(address _epochGovernor)'),
    fn('controls', 'setTeam(address _team)'),
    fn('controls', 'killGauge(address _gauge)'),
    fn('approves', 'delegate(uint256 delegator, uint256 delegatee)'),
  ),
  contract(
    'Trader Joe liquidity book',
    fn(
      'recipient amount price',
      'swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, (uint256[] pairBinSteps, uint8[] versions, address[] tokenPath) path, address to, uint256 deadline)',
    ),
    fn(
      'recipient amount price',
      'addLiquidity((address tokenX, address tokenY, uint256 binStep, uint256 amountX, uint256 amountY, uint256 amountXMin, uint256 amountYMin, uint256 activeIdDesired, uint256 idSlippage, int256[] deltaIds, uint256[] distributionX, uint256[] distributionY, address to, address refundTo, uint256 deadline) liquidityParameters)',
    ),
    fn('approves', 'approveForAll(address spender, bool approved)'),
    fn(
      'recipient amount',
      'batchTransferFrom(address from, address to, uint256[] ids, uint256[] amounts)',
    ),
    fn(
      'controls',
      'setStaticFeeParameters(uint16 baseFactor, uint16 filterPeriod, uint16 decayPeriod, uint16 reductionFactor, uint24 variableFeeControl, uint16 protocolShare, uint24 maxVolatilityAccumulator)',
    ),
    fn('harmless', 'increaseOracleLength(uint16 newLength)'),
  ),
  contract(
    'Ambient CrocSwap',
    fn(
      'amount price',
      'swap(address base, address quote, uint256 poolIdx, bool isBuy, bool inBaseQty, uint128 qty, uint16 tip, uint128 limitPrice, uint128 minOut, uint8 reserveFlags)',
    ),
    fn('nests', 'userCmd(uint16 callpath, bytes cmd)'),
    fn(
      'nests',
      'userCmdRelayer(uint16 callpath, bytes cmd, bytes conds, bytes relayerTip, bytes signature)',
    ),
    fn('controls', 'protocolCmd(uint16 callpath, bytes cmd, bool sudo)'),
  ),
  contract(
    'Camelot',
    fn(
      'recipient amount price',
      'swapExactTokensForTokensSupportingFeeOnTransferTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to, address referrer, uint256 deadline)',
    ),
    fn(
      'recipient amount price',
      'exactInputSingle((address tokenIn, address tokenOut, address recipient, uint256 deadline, uint256 amountIn, uint256 amountOutMinimum, uint160 limitSqrtPrice) params)',
    ),
    fn('amount', 'convert(uint256 amount)'),
    fn('recipient amount', 'convertTo(uint256 amount, address to)'),
    fn('amount', 'allocate(address usageAddress, uint256 amount, bytes usageData)'),
    fn('approves', 'approveUsage(address usage, uint256 amount)'),
    fn('harmless', 'harvestAllDividends()'),
    fn('harmless', 'harvestPosition(uint256 tokenId)'),
  ),
  contract(
    'Bancor v3, DODO',
    fn(
      'recipient amount price',
      'tradeBySourceAmount(address sourceToken, address targetToken, uint256 sourceAmount, uint256 minReturnAmount, uint256 deadline, address beneficiary)',
    ),
    fn(
      'recipient amount price',
      'tradeByTargetAmount(address sourceToken, address targetToken, uint256 targetAmount, uint256 maxSourceAmount, uint256 deadline, address beneficiary)',
    ),
    fn('recipient amount', 'depositFor(address provider, address pool, uint256 tokenAmount)'),
    fn('recipient', 'sellBase(address to)'),
    fn(
      'amount price',
      'dodoSwapV2TokenToToken(address fromToken, address toToken, uint256 fromTokenAmount, uint256 minReturnAmount, address[] dodoPairs, uint256 directions, bool isIncentive, uint256 deadLine)',
    ),
  ),
  contract(
    'Balancer v3 router, gauges',
    fn(
      'amount price',
      'swapSingleTokenExactIn(address pool, address tokenIn, address tokenOut, uint256 exactAmountIn, uint256 minAmountOut, uint256 deadline, bool wethIsEth, bytes userData)',
    ),
    fn(
      'amount price',
      'addLiquidityProportional(address pool, uint256[] maxAmountsIn, uint256 exactBptAmountOut, bool wethIsEth, bytes userData)',
    ),
    fn(
      'price',
      'removeLiquidityProportional(address pool, uint256 exactBptAmountIn, uint256[] minAmountsOut, bool wethIsEth, bytes userData)',
    ),
    fn(
      'approves nests',
      'permitBatchAndCall((address token, address owner, address spender, uint256 amount, uint256 nonce, uint256 deadline)[] permitBatch, bytes[] permitSignatures, ((address token, uint160 amount, uint48 expiration, uint48 nonce)[] details, address spender, uint256 sigDeadline) permit2Batch, bytes permit2Signature, bytes[] multicallData)',
    ),
    fn('controls', 'setStaticSwapFeePercentage(address pool, uint256 swapFeePercentage)'),
    fn('controls', 'pausePool(address pool)'),
  ),
  contract(
    'Paraswap Augustus v5, v6',
    fn(
      'recipient amount price',
      'swapExactAmountIn(address executor, (address srcToken, address destToken, uint256 fromAmount, uint256 toAmount, uint256 quotedAmount, bytes32 metadata, address beneficiary) swapData, uint256 partnerAndFee, bytes permit, bytes executorData)',
    ),
    fn(
      'recipient amount price',
      'multiSwap((address fromToken, uint256 fromAmount, uint256 toAmount, uint256 expectedAmount, address beneficiary, (address to, uint256 totalNetworkFee, (address adapter, uint256 percent, uint256 networkFee, (uint256 index, address targetExchange, uint256 percent, bytes payload, uint256 networkFee)[] route)[] adapters)[] path, address partner, uint256 feePercent, bytes permit, uint256 deadline, bytes16 uuid) data)',
    ),
    fn(
      'nests recipient amount price',
      'simpleSwap((address fromToken, address toToken, uint256 fromAmount, uint256 toAmount, uint256 expectedAmount, address[] callees, bytes exchangeData, uint256[] startIndexes, uint256[] values, address beneficiary, address partner, uint256 feePercent, bytes permit, uint256 deadline, bytes16 uuid) data)',
    ),
    fn('amount price', 'swapOnUniswap(uint256 amountIn, uint256 amountOutMin, address[] path)'),
  ),
  contract(
    'Odos router v2',
    fn(
      'recipient amount price',
      'swap((address inputToken, uint256 inputAmount, address inputReceiver, address outputToken, uint256 outputQuote, uint256 outputMin, address outputReceiver) tokenInfo, bytes pathDefinition, address executor, uint32 referralCode)',
    ),
    fn('controls', 'setSwapMultiFee(uint256 _swapMultiFee)'),
    fn(
      'recipient amount',
      'transferRouterFunds(address[] tokens, uint256[] amounts, address dest)',
    ),
  ),
  contract(
    'Kyber, LI.FI, Socket, Squid',
    fn(
      'recipient amount price nests',
      'swap((address callTarget, address approveTarget, bytes targetData, (address srcToken, address dstToken, address[] srcReceivers, uint256[] srcAmounts, address[] feeReceivers, uint256[] feeAmounts, address dstReceiver, uint256 amount, uint256 minReturnAmount, uint256 flags, bytes permit) desc, bytes clientData) execution)',
    ),
    fn(
      'nests recipient amount price',
      'swapTokensGeneric(bytes32 _transactionId, string _integrator, string _referrer, address _receiver, uint256 _minAmount, (address callTo, address approveTo, address sendingAssetId, address receivingAssetId, uint256 fromAmount, bytes callData, bool requiresDeposit)[] _swapData)',
    ),
    fn(
      'recipient amount',
      'startBridgeTokensViaHop((bytes32 transactionId, string bridge, string integrator, address referrer, address sendingAssetId, address receiver, uint256 minAmount, uint256 destinationChainId, bool hasSourceSwaps, bool hasDestinationCall) _bridgeData, (uint256 bonderFee, uint256 amountOutMin, uint256 deadline, uint256 destinationAmountOutMin, uint256 destinationDeadline, address hopBridge, address relayer, uint256 relayerFee, uint256 nativeFee) _hopData)',
    ),
    fn('nests', 'executeRoute(uint32 routeId, bytes routeData)'),
    fn(
      'nests',
      'fundAndRunMulticall(address token, uint256 amount, (uint8 callType, address target, uint256 value, bytes callData, bytes payload)[] calls)',
    ),
  ),
  contract(
    'GMX v2 exchange router, synthetics',
    fn('recipient amount', 'sendTokens(address token, address receiver, uint256 amount)'),
    fn('recipient amount', 'sendWnt(address receiver, uint256 amount)'),
    fn(
      'recipient amount price',
      'createOrder(((address receiver, address cancellationReceiver, address callbackContract, address uiFeeReceiver, address market, address initialCollateralToken, address[] swapPath) addresses, (uint256 sizeDeltaUsd, uint256 initialCollateralDeltaAmount, uint256 triggerPrice, uint256 acceptablePrice, uint256 executionFee, uint256 callbackGasLimit, uint256 minOutputAmount, uint256 validFromTime) numbers, uint8 orderType, uint8 decreasePositionSwapType, bool isLong, bool shouldUnwrapNativeToken, bool autoCancel, bytes32 referralCode) params)',
    ),
    fn('recipient', 'claimFundingFees(address[] markets, address[] tokens, address receiver)'),
    fn('harmless', 'cancelOrder(bytes32 key)'),
    fn(
      'nests',
      'makeExternalCalls(address[] externalCallTargets, bytes[] externalCallDataList, address[] refundTokens, address[] refundReceivers)',
    ),
  ),
  contract(
    'dYdX Solo, Perpetual v1',
    fn('approves', 'setOperators((address operator, bool trusted)[] args)'),
    fn(
      'nests recipient amount',
      'operate((address owner, uint256 number)[] accounts, (uint8 actionType, uint256 accountId, (bool sign, uint8 denomination, uint8 ref, uint256 value) amount, uint256 primaryMarketId, uint256 secondaryMarketId, address otherAddress, uint256 otherAccountId, bytes data)[] actions)',
    ),
    fn('approves', 'setLocalOperator(address operator, bool approved)'),
    fn('recipient amount', 'deposit(address account, uint256 amount)'),
    fn('recipient', 'withdraw(address account, address destination, uint256 amount)'),
  ),
  contract(
    'Perpetual Protocol v2, Kwenta, Vertex, Gains',
    fn(
      'amount price',
      'openPosition((address baseToken, bool isBaseToQuote, bool isExactInput, uint256 amount, uint256 oppositeAmountBound, uint256 deadline, uint160 sqrtPriceLimitX96, bytes32 referralCode) params)',
    ),
    fn(
      'price',
      'closePosition((address baseToken, uint160 sqrtPriceLimitX96, uint256 oppositeAmountBound, uint256 deadline, bytes32 referralCode) params)',
    ),
    fn('nests', 'execute(uint8[] _commands, bytes[] _inputs)'),
    fn('harmless', 'settleAllFunding(address trader)'),
    fn('approves', 'setTradingDelegate(address delegate)'),
    fn('nests', 'delegatedTradingAction(address trader, bytes call_data)'),
    fn('amount', 'depositCollateral(bytes12 subaccountName, uint32 productId, uint128 amount)'),
  ),
  contract(
    'Hyperliquid bridge',
    fn('harmless', 'batchedFinalizeWithdrawals(bytes32[] messages)'),
    fn(
      'controls',
      'changeDisputePeriodSeconds(uint64 newDisputePeriodSeconds, uint64 nonce, (uint64 epoch, address[] validators, uint64[] powers) activeValidatorSet, address[] signers, (uint256 r, uint256 s, uint8 v)[] signatures)',
    ),
  ),
  contract(
    'Polymarket exchange, neg-risk adapter, UMA adapter',
    fn('amount', 'splitPosition(bytes32 _conditionId, uint256 _amount)'),
    fn('amount', 'convertPositions(bytes32 _marketId, uint256 _indexSet, uint256 _amount)'),
    fn('harmless', 'redeemPositions(bytes32 _conditionId, uint256[] _amounts)'),
    fn('harmless', 'resolve(bytes32 questionID)'),
    fn('controls', 'registerToken(uint256 token, uint256 complement, bytes32 conditionId)'),
    fn('controls', 'addOperator(address operator_)'),
    fn('controls', 'pauseTrading()'),
    fn('controls', 'setProxyFactory(address _newProxyFactory)'),
  ),
  contract(
    'Thales, Augur',
    fn(
      'amount price',
      'buyFromAMM(address market, uint8 position, uint256 amount, uint256 expectedPayout, uint256 additionalSlippage)',
    ),
    fn('harmless', 'exerciseOptions()'),
    fn('harmless', 'finalize()'),
  ),
]
