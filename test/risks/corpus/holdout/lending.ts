import { contract, fn } from '../labelledFunction.ts'

/** Lending, staking, vaults and restaking. Labels: see `labelledFunction.ts`. */
export const lending = [
  contract(
    'Euler v2 vault connector, vaults',
    fn(
      'nests',
      'call(address targetContract, address onBehalfOfAccount, uint256 value, bytes data)',
    ),
    fn(
      'nests',
      'batch((address targetContract, address onBehalfOfAccount, uint256 value, bytes data)[] items)',
    ),
    fn('approves', 'setAccountOperator(address account, address operator, bool authorized)'),
    fn(
      'approves',
      'setOperator(bytes19 addressPrefix, address operator, uint256 operatorBitField)',
    ),
    fn('approves', 'enableController(address account, address vault)'),
    fn(
      'nests',
      'permit(address signer, address sender, uint256 nonceNamespace, uint256 nonce, uint256 deadline, uint256 value, bytes data, bytes signature)',
    ),
    fn('recipient amount', 'borrow(uint256 amount, address receiver)'),
    fn('recipient amount', 'repay(uint256 amount, address receiver)'),
    fn('harmless', 'touch()'),
    fn('controls', 'setInterestRateModel(address newModel)'),
    fn('controls', 'setGovernorAdmin(address newGovernorAdmin)'),
    fn(
      'controls',
      'setLTV(address collateral, uint16 borrowLTV, uint16 liquidationLTV, uint32 rampDuration)',
    ),
    fn('controls', 'setHookConfig(address newHookTarget, uint32 newHookedOps)'),
  ),
  contract(
    'Fluid vaults',
    fn('recipient amount', 'operate(uint256 nftId_, int256 newCol_, int256 newDebt_, address to_)'),
    fn(
      'recipient amount price',
      'swapIn(bool swap0to1_, uint256 amountIn_, uint256 amountOutMin_, address to_)',
    ),
  ),
  contract(
    'Silo, Venus, Benqi, Moonwell',
    fn('recipient amount', 'deposit(uint256 _assets, address _receiver, uint8 _collateralType)'),
    fn('recipient amount', 'borrow(uint256 _assets, address _receiver, address _borrower)'),
    fn('approves', 'setReceiveApproval(address owner, uint256 amount)'),
    fn('approves', 'updateDelegate(address delegate, bool approved)'),
    fn('recipient amount', 'mintBehalf(address receiver, uint256 mintAmount)'),
    fn('harmless', 'claimVenus(address holder)'),
    fn('harmless', 'claimReward(uint8 rewardType, address holder)'),
    fn('controls', '_setPriceOracle(address newOracle)'),
    fn('controls', '_setPendingImplementation(address newPendingImplementation)'),
    fn('controls', '_setReserveFactor(uint256 newReserveFactorMantissa)'),
    fn(
      'controls',
      '_setRewardSpeed(uint8 rewardType, address qiToken, uint256 supplyRewardSpeed, uint256 borrowRewardSpeed)',
    ),
  ),
  contract(
    'Liquity v1, v2',
    fn('amount', 'provideToSP(uint256 _amount, address _frontEndTag)'),
    fn(
      'amount',
      'withdrawLUSD(uint256 _maxFeePercentage, uint256 _LUSDAmount, address _upperHint, address _lowerHint)',
    ),
    fn('harmless', 'claimCollateral()'),
    fn(
      'harmless',
      'applyPendingInterest(uint256 _troveId, uint256 _lowerHint, uint256 _upperHint)',
    ),
    fn(
      'approves',
      'setRemoveManagerWithReceiver(uint256 _troveId, address _manager, address _receiver)',
    ),
    fn(
      'approves',
      'setInterestBatchManager(uint256 _troveId, address _newBatchManager, uint256 _newAnnualInterestRate, uint256 _upperHint, uint256 _lowerHint, uint256 _maxUpfrontFee)',
    ),
    fn(
      'amount',
      'redeemCollateral(uint256 _boldAmount, uint256 _maxIterationsPerCollateral, uint256 _maxFeePercentage)',
    ),
  ),
  contract(
    'Rocket Pool',
    fn('amount', 'stakeRPL(uint256 _amount)'),
    fn('recipient amount', 'stakeRPLFor(address _nodeAddress, uint256 _amount)'),
    fn('approves', 'setStakeRPLForAllowed(address _caller, bool _allowed)'),
    fn(
      'controls',
      'setWithdrawalAddress(address _nodeAddress, address _newWithdrawalAddress, bool _confirm)',
    ),
    fn(
      'controls',
      'setRPLWithdrawalAddress(address _nodeAddress, address _newRPLWithdrawalAddress, bool _confirm)',
    ),
    fn('harmless', 'setTimezoneLocation(string _timezoneLocation)'),
    fn('harmless', 'setSmoothingPoolRegistrationState(bool _state)'),
    fn(
      'harmless',
      'claim(address _nodeAddress, uint256[] _rewardIndex, uint256[] _amountRPL, uint256[] _amountETH, bytes32[][] _merkleProof)',
    ),
    fn('harmless', 'distributeBalance(bool _rewardsOnly)'),
    fn('nests', 'propose(string _proposalMessage, bytes _payload)'),
  ),
  contract(
    'EigenLayer',
    fn('amount', 'depositIntoStrategy(address strategy, address token, uint256 amount)'),
    fn(
      'recipient amount',
      'depositIntoStrategyWithSignature(address strategy, address token, uint256 amount, address staker, uint256 expiry, bytes signature)',
    ),
    fn(
      'approves',
      'delegateTo(address operator, (bytes signature, uint256 expiry) approverSignatureAndExpiry, bytes32 approverSalt)',
    ),
    fn(
      'recipient',
      'processClaim((uint32 rootIndex, uint32 earnerIndex, bytes earnerTreeProof, (address earner, bytes32 earnerTokenRoot) earnerLeaf, uint32[] tokenIndices, bytes[] tokenTreeProofs, (address token, uint256 cumulativeEarnings)[] tokenLeaves) claim, address recipient)',
    ),
    fn('controls', 'setClaimerFor(address claimer)'),
    fn('controls', 'setProofSubmitter(address newProofSubmitter)'),
    fn(
      'harmless',
      'verifyCheckpointProofs((bytes32 balanceContainerRoot, bytes proof) balanceContainerProof, (bytes32 pubkeyHash, bytes32 balanceRoot, bytes proof)[] proofs)',
    ),
    fn('harmless', 'startCheckpoint(bool revertIfNoBalance)'),
    fn('harmless', 'updateOperatorMetadataURI(string metadataURI)'),
  ),
  contract(
    'Ether.fi, Kelp, Mantle LSP',
    fn('recipient amount', 'requestWithdraw(address recipient, uint256 amount)'),
    fn('harmless', 'claimWithdraw(uint256 tokenId)'),
    fn('amount', 'depositWithERC20(address _token, uint256 _amount, address _referral)'),
    fn(
      'amount price',
      'depositAsset(address asset, uint256 depositAmount, uint256 minRSETHAmountExpected, string referralId)',
    ),
    fn('amount price', 'unstakeRequest(uint128 methAmount, uint128 minETHAmount)'),
    fn('harmless', 'batchClaimWithdraw(uint256[] tokenIds)'),
  ),
  contract(
    'Pendle router, market, vePENDLE',
    fn(
      'recipient amount price',
      'swapExactPtForSy(address receiver, address market, uint256 exactPtIn, uint256 minSyOut)',
    ),
    fn(
      'recipient amount',
      'mintPyFromSy(address receiver, address YT, uint256 netSyIn, uint256 minPyOut)',
    ),
    fn(
      'harmless',
      'redeemDueInterestAndRewards(address user, address[] sys, address[] yts, address[] markets)',
    ),
    fn('amount', 'increaseLockPosition(uint128 additionalAmountToLock, uint128 newExpiry)'),
    fn(
      'recipient amount price',
      'swapExactSyForPt(address receiver, address market, uint256 exactSyIn, uint256 minPtOut, (uint256 guessMin, uint256 guessMax, uint256 guessOffchain, uint256 maxIteration, uint256 eps) guessPtOut)',
    ),
    fn('nests', 'multicall((bool allowFailure, bytes callData)[] calls)'),
    fn('harmless', 'vote(address[] pools, uint64[] weights)'),
    fn('harmless', 'redeemRewards(address user)'),
  ),
  contract(
    'Yearn v2, v3 vaults, strategies',
    fn('recipient price', 'withdraw(uint256 maxShares, address recipient, uint256 maxLoss)'),
    fn(
      'recipient price',
      'redeem(uint256 shares, address receiver, address owner, uint256 max_loss, address[] strategies)',
    ),
    fn('harmless', 'harvest()'),
    fn('harmless', 'tend()'),
    fn('harmless', 'report()'),
    fn('controls', 'setStrategist(address _strategist)'),
    fn('controls', 'migrateStrategy(address oldVersion, address newVersion)'),
    fn('controls', 'set_role(address account, uint256 role)'),
    fn('controls', 'add_strategy(address new_strategy, bool add_to_queue)'),
    fn('controls', 'transfer_role_manager(address role_manager)'),
    fn('controls', 'setEmergencyShutdown(bool active)'),
    fn('controls', 'shutdown_vault()'),
  ),
  contract(
    'Frax, Ethena, Sky, Angle',
    fn('amount price', 'mint1t1FRAX(uint256 collateral_amount, uint256 FRAX_out_min)'),
    fn('recipient amount', 'daiToUsds(address usr, uint256 wad)'),
    fn('amount', 'cooldownShares(uint256 shares)'),
    fn('recipient', 'unstake(address receiver)'),
    fn('approves', 'setDelegatedSigner(address _delegateTo)'),
    fn('approves', 'toggleOperator(address user, address operator)'),
    fn(
      'harmless',
      'claim(address[] users, address[] tokens, uint256[] amounts, bytes32[][] proofs)',
    ),
    fn(
      'recipient',
      'claimWithRecipient(address[] users, address[] tokens, uint256[] amounts, bytes32[][] proofs, address[] recipients, bytes[] datas)',
    ),
    fn('amount', 'stakeLocked(uint256 liquidity, uint256 secs)'),
    fn('controls', 'setTimelock(address _timelock_address)'),
  ),
  contract(
    'Gearbox, Instadapp, DeFi Saver',
    fn('nests', 'multicall(address creditAccount, (address target, bytes callData)[] calls)'),
    fn('nests', 'botMulticall(address creditAccount, (address target, bytes callData)[] calls)'),
    fn('nests', 'cast(string[] _targetNames, bytes[] _datas, address _origin)'),
    fn(
      'nests',
      'executeRecipe((string name, bytes[] callData, bytes32[] subData, bytes4[] actionIds, uint8[][] paramMapping) _currRecipe)',
    ),
    fn('approves', 'setBotPermissions(address bot, uint192 permissions)'),
    fn('controls', 'enable(address user)'),
  ),
  contract(
    'Notional, Ribbon, Lyra',
    fn(
      'amount price',
      'batchBalanceAndTradeAction(address account, (uint8 actionType, uint16 currencyId, uint256 depositActionAmount, uint256 withdrawAmountInternalPrecision, bool withdrawEntireCashBalance, bool redeemToUnderlying, bytes32[] trades)[] actions)',
    ),
    fn('recipient amount', 'depositFor(uint256 amount, address creditor)'),
    fn('amount', 'initiateWithdraw(uint256 numShares)'),
    fn('recipient amount', 'initiateDeposit(address beneficiary, uint256 amountQuote)'),
    fn('harmless', 'rollToNextOption()'),
    fn('harmless', 'settleOptions(uint256[] positionIds)'),
  ),
  contract(
    'Synapse, Connext, Celer',
    fn(
      'recipient amount',
      'xcall(uint32 _destination, address _to, address _asset, address _delegate, uint256 _amount, uint256 _slippage, bytes _callData)',
    ),
    fn(
      'recipient amount',
      'send(address _receiver, address _token, uint256 _amount, uint64 _dstChainId, uint64 _nonce, uint32 _maxSlippage)',
    ),
    fn('recipient amount', 'redeem(address to, uint256 chainId, address token, uint256 amount)'),
  ),
]
