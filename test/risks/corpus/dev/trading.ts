import { contract, fn } from '../labelledFunction.ts'

/** Exchanges, aggregators, derivatives and prediction markets. Labels: see `labelledFunction.ts`. */
export const trading = [
  contract(
    'Uniswap v2 router, pair',
    fn(
      'recipient amount price',
      'swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to, uint256 deadline)',
    ),
    fn(
      'recipient amount price',
      'swapTokensForExactTokens(uint256 amountOut, uint256 amountInMax, address[] path, address to, uint256 deadline)',
    ),
    fn(
      'recipient amount price',
      'swapExactTokensForETHSupportingFeeOnTransferTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to, uint256 deadline)',
    ),
    fn(
      'recipient price',
      'swapExactETHForTokens(uint256 amountOutMin, address[] path, address to, uint256 deadline)',
    ),
    fn(
      'recipient amount price',
      'addLiquidity(address tokenA, address tokenB, uint256 amountADesired, uint256 amountBDesired, uint256 amountAMin, uint256 amountBMin, address to, uint256 deadline)',
    ),
    fn(
      'recipient amount price',
      'removeLiquidityETH(address token, uint256 liquidity, uint256 amountTokenMin, uint256 amountETHMin, address to, uint256 deadline)',
    ),
    fn('harmless', 'sync()'),
    fn('controls', 'setFeeTo(address _feeTo)'),
    fn('controls', 'setFeeToSetter(address _feeToSetter)'),
  ),
  contract(
    'Uniswap v3 routers, position manager, pool, factory',
    fn(
      'recipient amount price',
      'exactInputSingle((address tokenIn, address tokenOut, uint24 fee, address recipient, uint256 deadline, uint256 amountIn, uint256 amountOutMinimum, uint160 sqrtPriceLimitX96) params)',
    ),
    fn(
      'recipient amount price',
      'exactInput((bytes path, address recipient, uint256 deadline, uint256 amountIn, uint256 amountOutMinimum) params)',
    ),
    fn(
      'recipient amount price',
      'exactOutputSingle((address tokenIn, address tokenOut, uint24 fee, address recipient, uint256 amountOut, uint256 amountInMaximum, uint160 sqrtPriceLimitX96) params)',
    ),
    fn(
      'recipient amount price',
      'exactOutput((bytes path, address recipient, uint256 deadline, uint256 amountOut, uint256 amountInMaximum) params)',
    ),
    fn('nests', 'multicall(bytes[] data)'),
    fn('nests', 'multicall(uint256 deadline, bytes[] data)'),
    fn('nests', 'multicall(bytes32 previousBlockhash, bytes[] data)'),
    fn(
      'recipient amount price',
      'mint((address token0, address token1, uint24 fee, int24 tickLower, int24 tickUpper, uint256 amount0Desired, uint256 amount1Desired, uint256 amount0Min, uint256 amount1Min, address recipient, uint256 deadline) params)',
    ),
    fn(
      'amount price',
      'increaseLiquidity((uint256 tokenId, uint256 amount0Desired, uint256 amount1Desired, uint256 amount0Min, uint256 amount1Min, uint256 deadline) params)',
    ),
    fn(
      'recipient',
      'collect((uint256 tokenId, address recipient, uint128 amount0Max, uint128 amount1Max) params)',
    ),
    fn(
      'approves',
      'permit(address spender, uint256 tokenId, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
    ),
    fn('recipient', 'sweepToken(address token, uint256 amountMinimum, address recipient)'),
    fn('recipient', 'unwrapWETH9(uint256 amountMinimum, address recipient)'),
    fn(
      'recipient amount price',
      'swap(address recipient, bool zeroForOne, int256 amountSpecified, uint160 sqrtPriceLimitX96, bytes data)',
    ),
    fn('harmless', 'increaseObservationCardinalityNext(uint16 observationCardinalityNext)'),
    fn('harmless', 'createPool(address tokenA, address tokenB, uint24 fee)'),
    fn('controls', 'setFeeProtocol(uint8 feeProtocol0, uint8 feeProtocol1)'),
    fn('controls', 'enableFeeAmount(uint24 fee, int24 tickSpacing)'),
  ),
  contract(
    'Uniswap Universal Router',
    fn('nests', 'execute(bytes commands, bytes[] inputs)'),
    fn('nests', 'execute(bytes commands, bytes[] inputs, uint256 deadline)'),
  ),
  contract(
    'Sushi RouteProcessor, MasterChef, BentoBox',
    fn(
      'recipient amount price',
      'processRoute(address tokenIn, uint256 amountIn, address tokenOut, uint256 amountOutMin, address to, bytes route)',
    ),
    fn('recipient amount', 'deposit(uint256 pid, uint256 amount, address to)'),
    fn('recipient', 'harvest(uint256 pid, address to)'),
    fn('harmless', 'updatePool(uint256 pid)'),
    fn('harmless', 'massUpdatePools(uint256[] pids)'),
    fn(
      'approves',
      'setMasterContractApproval(address user, address masterContract, bool approved, uint8 v, bytes32 r, bytes32 s)',
    ),
    fn(
      'recipient amount',
      'deposit(address token_, address from, address to, uint256 amount, uint256 share)',
    ),
    fn('nests', 'batch(bytes[] calls, bool revertOnFail)'),
    fn('controls', 'set(uint256 _pid, uint256 _allocPoint, address _rewarder, bool overwrite)'),
  ),
  contract(
    'Curve pools, gauges, DAO, router',
    fn('amount price', 'exchange(int128 i, int128 j, uint256 dx, uint256 min_dy)'),
    fn(
      'recipient amount price',
      'exchange(int128 i, int128 j, uint256 _dx, uint256 _min_dy, address _receiver)',
    ),
    fn('amount price', 'exchange_underlying(int128 i, int128 j, uint256 dx, uint256 min_dy)'),
    fn('amount price', 'add_liquidity(uint256[3] amounts, uint256 min_mint_amount)'),
    fn(
      'amount price',
      'remove_liquidity_one_coin(uint256 _token_amount, int128 i, uint256 _min_amount)',
    ),
    fn(
      'recipient amount price',
      'exchange(address[11] _route, uint256[5][5] _swap_params, uint256 _amount, uint256 _min_dy, address[5] _pools, address _receiver)',
    ),
    fn('amount', 'create_lock(uint256 _value, uint256 _unlock_time)'),
    fn('amount', 'increase_amount(uint256 _value)'),
    fn('harmless', 'vote_for_gauge_weights(address _gauge_addr, uint256 _user_weight)'),
    fn('harmless', 'user_checkpoint(address addr)'),
    fn('harmless', 'claim_rewards(address _addr)'),
    fn('recipient', 'claim_rewards(address _addr, address _receiver)'),
    fn('harmless', 'checkpoint_token()'),
    fn('controls', 'commit_transfer_ownership(address addr)'),
    fn('controls', 'ramp_A(uint256 _future_A, uint256 _future_time)'),
    fn('controls', 'kill_me()'),
    fn('approves', 'toggle_approve_mint(address minting_user)'),
  ),
  contract(
    'Balancer v2 vault',
    fn(
      'recipient amount price',
      'swap((bytes32 poolId, uint8 kind, address assetIn, address assetOut, uint256 amount, bytes userData) singleSwap, (address sender, bool fromInternalBalance, address recipient, bool toInternalBalance) funds, uint256 limit, uint256 deadline)',
    ),
    fn(
      'recipient amount price',
      'batchSwap(uint8 kind, (bytes32 poolId, uint256 assetInIndex, uint256 assetOutIndex, uint256 amount, bytes userData)[] swaps, address[] assets, (address sender, bool fromInternalBalance, address recipient, bool toInternalBalance) funds, int256[] limits, uint256 deadline)',
    ),
    fn(
      'recipient amount price',
      'joinPool(bytes32 poolId, address sender, address recipient, (address[] assets, uint256[] maxAmountsIn, bytes userData, bool fromInternalBalance) request)',
    ),
    fn(
      'recipient price',
      'exitPool(bytes32 poolId, address sender, address recipient, (address[] assets, uint256[] minAmountsOut, bytes userData, bool toInternalBalance) request)',
    ),
    fn(
      'recipient amount',
      'manageUserBalance((uint8 kind, address asset, uint256 amount, address sender, address recipient)[] ops)',
    ),
    fn('approves', 'setRelayerApproval(address sender, address relayer, bool approved)'),
    fn('controls', 'setAuthorizer(address newAuthorizer)'),
    fn('controls', 'setPaused(bool paused)'),
  ),
  contract(
    '1inch v5, v6 aggregation router',
    fn(
      'nests recipient amount price',
      'swap(address executor, (address srcToken, address dstToken, address srcReceiver, address dstReceiver, uint256 amount, uint256 minReturnAmount, uint256 flags) desc, bytes permit, bytes data)',
    ),
    fn('amount price', 'unoswap(uint256 token, uint256 amount, uint256 minReturn, uint256 dex)'),
    fn(
      'recipient amount price',
      'unoswapTo(uint256 to, uint256 token, uint256 amount, uint256 minReturn, uint256 dex)',
    ),
    fn(
      'recipient amount price',
      'uniswapV3SwapTo(address recipient, uint256 amount, uint256 minReturn, uint256[] pools)',
    ),
    fn('harmless', 'cancelOrder(uint256 makerTraits, bytes32 orderHash)'),
    fn('harmless', 'increaseEpoch(uint96 series)'),
  ),
  contract(
    '0x exchange proxy',
    fn(
      'amount price',
      'transformERC20(address inputToken, address outputToken, uint256 inputTokenAmount, uint256 minOutputTokenAmount, (uint32 deploymentNonce, bytes data)[] transformations)',
    ),
    fn(
      'recipient amount price',
      'sellTokenForTokenToUniswapV3(bytes encodedPath, uint256 sellAmount, uint256 minBuyAmount, address recipient)',
    ),
    fn(
      'amount price',
      'sellToUniswap(address[] tokens, uint256 sellAmount, uint256 minBuyAmount, bool isSushi)',
    ),
    fn('approves', 'registerAllowedOrderSigner(address signer, bool allowed)'),
    fn('approves', 'registerAllowedRfqOrigins(address[] origins, bool allowed)'),
    fn('controls', 'extend(bytes4 selector, address impl)'),
    fn('controls', 'rollback(bytes4 selector, address targetImpl)'),
  ),
  contract(
    'CoW settlement, EthFlow',
    fn('approves', 'setPreSignature(bytes orderUid, bool signed)'),
    fn('harmless', 'invalidateOrder(bytes orderUid)'),
    fn(
      'recipient amount price',
      'createOrder((address buyToken, address receiver, uint256 sellAmount, uint256 buyAmount, bytes32 appData, uint256 feeAmount, uint32 validTo, bool partiallyFillable, int64 quoteId) order)',
    ),
    fn(
      'nests',
      'settle(address[] tokens, uint256[] clearingPrices, (uint256 sellTokenIndex, uint256 buyTokenIndex, address receiver, uint256 sellAmount, uint256 buyAmount, uint32 validTo, bytes32 appData, uint256 feeAmount, uint256 flags, uint256 executedAmount, bytes signature)[] trades, (address target, uint256 value, bytes callData)[][3] interactions)',
    ),
    fn('controls', 'addSolver(address solver)'),
  ),
  contract(
    'GMX v1',
    fn(
      'recipient amount price',
      'swap(address[] _path, uint256 _amountIn, uint256 _minOut, address _receiver)',
    ),
    fn(
      'amount price',
      'increasePosition(address[] _path, address _indexToken, uint256 _amountIn, uint256 _minOut, uint256 _sizeDelta, bool _isLong, uint256 _price)',
    ),
    fn(
      'recipient price',
      'decreasePosition(address _collateralToken, address _indexToken, uint256 _collateralDelta, uint256 _sizeDelta, bool _isLong, address _receiver, uint256 _price)',
    ),
    fn('approves', 'approvePlugin(address _plugin)'),
    fn(
      'amount price',
      'mintAndStakeGlp(address _token, uint256 _amount, uint256 _minUsdg, uint256 _minGlp)',
    ),
    fn('recipient', 'signalTransfer(address _receiver)'),
    fn('harmless', 'compound()'),
    fn('harmless', 'claimFees()'),
    fn(
      'harmless',
      'handleRewards(bool _shouldClaimGmx, bool _shouldStakeGmx, bool _shouldClaimEsGmx, bool _shouldStakeEsGmx, bool _shouldStakeMultiplierPoints, bool _shouldClaimWeth, bool _shouldConvertWethToEth)',
    ),
    fn('controls', 'setGov(address _gov)'),
    fn('controls', 'setHandler(address _handler, bool _isActive)'),
    fn('controls', 'setCodeOwner(bytes32 _code, address _newAccount)'),
    fn('harmless', 'registerCode(bytes32 _code)'),
    fn('harmless', 'setTraderReferralCodeByUser(bytes32 _code)'),
  ),
  contract(
    'Synthetix v2, v3 core and perps',
    fn(
      'amount price',
      'exchange(bytes32 sourceCurrencyKey, uint256 sourceAmount, bytes32 destinationCurrencyKey)',
    ),
    fn('amount', 'issueSynths(uint256 amount)'),
    fn('harmless', 'settle(bytes32 currencyKey)'),
    fn('approves', 'approveAllDelegatePowers(address delegate)'),
    fn('approves', 'grantPermission(uint128 accountId, bytes32 permission, address user)'),
    fn(
      'amount',
      'delegateCollateral(uint128 accountId, uint128 poolId, address collateralType, uint256 newCollateralAmountD18, uint256 leverage)',
    ),
    fn(
      'price',
      'commitOrder((uint128 marketId, uint128 accountId, int128 sizeDelta, uint128 settlementStrategyId, uint256 acceptablePrice, bytes32 trackingCode, address referrer) commitment)',
    ),
    fn('harmless', 'settleOrder(uint128 accountId)'),
    fn(
      'harmless',
      'claimRewards(uint128 accountId, uint128 poolId, address collateralType, address distributor)',
    ),
    fn('controls', 'nominateNewOwner(address newNominatedOwner)'),
    fn('amount', 'transferMargin(int256 marginDelta)'),
  ),
  contract(
    'Gnosis conditional tokens, fixed product market maker',
    fn(
      'amount',
      'splitPosition(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] partition, uint256 amount)',
    ),
    fn(
      'harmless',
      'redeemPositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] indexSets)',
    ),
    fn(
      'harmless',
      'prepareCondition(address oracle, bytes32 questionId, uint256 outcomeSlotCount)',
    ),
    fn('harmless', 'reportPayouts(bytes32 questionId, uint256[] payouts)'),
    fn(
      'amount price',
      'buy(uint256 investmentAmount, uint256 outcomeIndex, uint256 minOutcomeTokensToBuy)',
    ),
    fn('price', 'sell(uint256 returnAmount, uint256 outcomeIndex, uint256 maxOutcomeTokensToSell)'),
    fn('amount', 'addFunding(uint256 addedFunds, uint256[] distributionHint)'),
  ),
  contract(
    'PoolTogether v3, v4, v5, lottery',
    fn('recipient amount', 'depositTo(address _to, uint256 _amount)'),
    fn('harmless', 'startAward()'),
    fn('harmless', 'completeAward()'),
    fn('harmless', 'claim(address _user, uint32[] _drawIds, bytes _data)'),
  ),
  contract(
    'PancakeSwap lottery',
    fn('harmless', 'claimTickets(uint256 _lotteryId, uint256[] _ticketIds, uint32[] _brackets)'),
    fn('harmless', 'closeLottery(uint256 _lotteryId)'),
    fn(
      'controls',
      'setOperatorAndTreasuryAndInjectorAddresses(address _operatorAddress, address _treasuryAddress, address _injectorAddress)',
    ),
  ),
]
