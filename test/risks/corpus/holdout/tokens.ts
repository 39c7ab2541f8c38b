import { contract, fn } from '../labelledFunction.ts'

/** Tokens, drops and markets for NFTs. Labels: see `labelledFunction.ts`. */
export const tokens = [
  contract(
    'Tether USDT, BUSD, PAX',
    fn('approves', 'increaseApproval(address _spender, uint256 _addedValue)'),
    fn('controls', 'deprecate(address _upgradedAddress)'),
    fn('controls', 'addBlackList(address _evilUser)'),
    fn('controls', 'setParams(uint256 newBasisPoints, uint256 newMaxFee)'),
    fn('amount', 'decreaseSupply(uint256 _value)'),
    fn('controls', 'setSupplyController(address _newSupplyController)'),
    fn('controls', 'setAssetProtectionRole(address _newAssetProtectionRole)'),
  ),
  contract(
    'ERC-721C, Limit Break transfer validator, Creator token',
    fn('controls', 'setTransferValidator(address transferValidator_)'),
    fn('controls', 'applyListToCollection(address collection, uint120 id)'),
    fn('controls', 'reassignOwnershipOfList(uint120 id, address newOwner)'),
  ),
  contract(
    'SuperRare, Foundation',
    fn(
      'recipient amount',
      'acceptOffer(address _originContract, uint256 _tokenId, address _currencyAddress, uint256 _amount, address[] _splitAddresses, uint8[] _splitRatios)',
    ),
    fn(
      'amount',
      'bid(address _originContract, uint256 _tokenId, address _currencyAddress, uint256 _amount)',
    ),
    fn(
      'recipient price',
      'setSalePrice(address _originContract, uint256 _tokenId, address _currencyAddress, uint256 _listPrice, address _target, address[] _splitAddresses, uint8[] _splitRatios)',
    ),
    fn('harmless', 'settleAuction(address _originContract, uint256 _tokenId)'),
    fn('harmless', 'finalizeReserveAuction(uint256 auctionId)'),
    fn('harmless', 'cancelReserveAuction(uint256 auctionId)'),
    fn('price', 'setBuyPrice(address nftContract, uint256 tokenId, uint256 price)'),
    fn(
      'price',
      'acceptOffer(address nftContract, uint256 tokenId, address offerFrom, uint256 minAmount)',
    ),
  ),
  contract(
    'Blur exchange, pool, Blend',
    fn('harmless', 'incrementNonce()'),
    fn('harmless', 'cancelTrades((bytes32 hash, uint256 index, uint256 amount)[] requests)'),
    fn('controls', 'setOracle(address oracle, bool approved)'),
    fn('controls', 'setGovernor(address _governor)'),
    fn('controls', 'setProtocolFee(address recipient, uint16 rate)'),
    fn(
      'amount',
      'repay((address lender, address borrower, address collection, uint256 tokenId, uint256 amount, uint256 startTime, uint256 rate, uint256 auctionStartBlock, uint256 auctionDuration) lien, uint256 lienId)',
    ),
    fn(
      'harmless',
      'startAuction((address lender, address borrower, address collection, uint256 tokenId, uint256 amount, uint256 startTime, uint256 rate, uint256 auctionStartBlock, uint256 auctionDuration) lien, uint256 lienId)',
    ),
  ),
  contract(
    'Sudoswap',
    fn(
      'recipient price',
      'swapNFTsForToken(uint256[] nftIds, uint256 minExpectedTokenOutput, address tokenRecipient, bool isRouter, address routerCaller)',
    ),
    fn(
      'recipient amount price',
      'swapTokenForSpecificNFTs(uint256[] nftIds, uint256 maxExpectedTokenInput, address nftRecipient, bool isRouter, address routerCaller)',
    ),
    fn('controls', 'changeSpotPrice(uint128 newSpotPrice)'),
    fn('controls', 'changeAssetRecipient(address newRecipient)'),
    fn('nests', 'call(address target, bytes data)'),
    fn('nests', 'multicall(bytes[] calls, bool revertOnFail)'),
  ),
  contract(
    'Manifold creator core, claim pages',
    fn('recipient', 'mintBaseBatch(address to, uint16 count)'),
    fn('recipient', 'mintExtension(address to, string uri)'),
    fn('recipient amount', 'mintBaseExisting(address[] to, uint256[] tokenIds, uint256[] amounts)'),
    fn('controls', 'registerExtension(address extension, string baseURI)'),
    fn('controls', 'approveAdmin(address admin)'),
    fn('controls', 'setApproveTransfer(address extension)'),
    fn('controls', 'setRoyalties(address[] receivers, uint256[] basisPoints)'),
    fn('controls', 'blacklistExtension(address extension)'),
  ),
  contract(
    'Thirdweb drop, marketplace, airdrop',
    fn(
      'recipient amount',
      'airdropERC20(address _tokenAddress, (address recipient, uint256 amount)[] _contents)',
    ),
    fn(
      'recipient',
      'airdropERC721(address _tokenAddress, (address recipient, uint256 tokenId)[] _contents)',
    ),
    fn(
      'recipient amount',
      'claim(address _receiver, uint256 _quantity, address _currency, uint256 _pricePerToken, (bytes32[] proof, uint256 quantityLimitPerWallet, uint256 pricePerToken, address currency) _allowlistProof, bytes _data)',
    ),
    fn(
      'price',
      'createListing((address assetContract, uint256 tokenId, uint256 quantity, address currency, uint256 pricePerToken, uint128 startTimestamp, uint128 endTimestamp, bool reserved) _params)',
    ),
    fn(
      'recipient amount',
      'buyFromListing(uint256 _listingId, address _buyFor, uint256 _quantity, address _currency, uint256 _expectedTotalPrice)',
    ),
    fn('amount', 'bidInAuction(uint256 _auctionId, uint256 _bidAmount)'),
    fn('approves', 'approveBuyerForListing(uint256 _listingId, address _buyer, bool _toApprove)'),
    fn('harmless', 'collectAuctionPayout(uint256 _auctionId)'),
    fn('harmless', 'cancelListing(uint256 _listingId)'),
  ),
  contract(
    'Art Blocks, fxhash',
    fn('recipient', 'purchaseTo(address _to, uint256 _projectId)'),
    fn('harmless', 'purchase(uint256 _projectId)'),
    fn(
      'controls',
      'proposeArtistPaymentAddressesAndSplits(uint256 _projectId, address _artistAddress, address _additionalPayeePrimarySales, uint256 _additionalPayeePrimarySalesPercentage, address _additionalPayeeSecondarySales, uint256 _additionalPayeeSecondarySalesPercentage)',
    ),
    fn('controls', 'updateProjectScript(uint256 _projectId, uint256 _scriptId, string _script)'),
    fn('controls', 'toggleProjectIsPaused(uint256 _projectId)'),
    fn('controls', 'updateProjectMaxInvocations(uint256 _projectId, uint24 _maxInvocations)'),
  ),
  contract(
    'Bored Ape drops, ApeCoin staking, Azuki, Otherdeed',
    fn('recipient amount', 'depositApeCoin(uint256 _amount, address _recipient)'),
    fn('amount', 'depositSelfApeCoin(uint256 _amount)'),
    fn('recipient', 'claimApeCoin(address _recipient)'),
    fn('harmless', 'claimSelfApeCoin()'),
    fn('harmless', 'claimSelfBAYC(uint256[] _nfts)'),
    fn('harmless', 'mintApe(uint256 numberOfTokens)'),
    fn('controls', 'flipSaleState()'),
    fn('controls', 'setProvenanceHash(string provenanceHash)'),
  ),
  contract(
    'Superfluid',
    fn('approves', 'increaseFlowRateAllowance(address flowOperator, int96 addedFlowRateAllowance)'),
    fn(
      'recipient amount',
      'createFlow(address token, address sender, address receiver, int96 flowRate, bytes userData)',
    ),
    fn(
      'recipient amount',
      'setFlowrate(address tokenAddress, address receiverAddress, int96 amountPerSecond)',
    ),
    fn('approves', 'grantPermissions(address token, address flowOperator)'),
    fn(
      'approves',
      'updateFlowOperatorPermissions(address token, address flowOperator, uint8 permissions, int96 flowrateAllowance, bytes ctx)',
    ),
    fn('amount', 'upgrade(uint256 amount)'),
    fn('recipient amount', 'upgradeTo(address to, uint256 amount, bytes data)'),
    fn('nests', 'callAgreement(address agreementClass, bytes callData, bytes userData)'),
    fn('nests', 'batchCall((uint32 operationType, address target, bytes data)[] operations)'),
  ),
  contract(
    'Galxe, RabbitHole, Layer3, Zealy quests',
    fn(
      'recipient',
      'claim(uint256 _cid, address _starNFT, uint256 _dummyId, uint256 _powah, address _mintTo, bytes _signature)',
    ),
    fn('harmless', 'mintReceipt(string questId_, bytes32 hash_, bytes signature_)'),
    fn('controls', 'updateGalaxySigner(address newAddress)'),
    fn('controls', 'updateTreasureManager(address newAddress)'),
  ),
  contract(
    'Disperse, Gitcoin checkout, bulk senders',
    fn('recipient amount', 'disperseToken(address token, address[] recipients, uint256[] values)'),
    fn(
      'recipient amount',
      'disperseTokenSimple(address token, address[] recipients, uint256[] values)',
    ),
    fn('recipient amount', 'disperseEther(address[] recipients, uint256[] values)'),
  ),
]
