import { contract, fn } from '../labelledFunction.ts'

/** Tokens, allowances, wrapping, mints and markets for NFTs. Labels: see `labelledFunction.ts`. */
export const tokens = [
  contract(
    'ERC-20 with votes, permit, burning and minting (OpenZeppelin)',
    fn('recipient amount', 'transfer(address to, uint256 value)'),
    fn('recipient amount', 'transferFrom(address from, address to, uint256 value)'),
    fn('approves', 'approve(address spender, uint256 value)'),
    fn('approves', 'increaseAllowance(address spender, uint256 addedValue)'),
    fn(
      'approves',
      'permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
    ),
    fn('amount', 'burn(uint256 value)'),
    fn('amount', 'burnFrom(address account, uint256 value)'),
    fn('approves', 'delegate(address delegatee)'),
    fn('recipient amount', 'mint(address to, uint256 amount)'),
    fn('controls', 'pause()'),
    fn('controls', 'unpause()'),
  ),
  contract(
    'ERC-1363',
    fn('recipient amount', 'transferAndCall(address to, uint256 value, bytes data)'),
    fn('approves', 'approveAndCall(address spender, uint256 value, bytes data)'),
  ),
  contract(
    'ERC-777',
    fn('recipient amount', 'send(address recipient, uint256 amount, bytes data)'),
    fn('approves', 'authorizeOperator(address operator)'),
    fn(
      'recipient amount',
      'operatorSend(address sender, address recipient, uint256 amount, bytes data, bytes operatorData)',
    ),
    fn('amount', 'burn(uint256 amount, bytes data)'),
  ),
  contract(
    'USDC FiatToken v2',
    fn(
      'recipient amount',
      'transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)',
    ),
    fn('controls', 'configureMinter(address minter, uint256 minterAllowedAmount)'),
    fn('controls', 'updateMasterMinter(address _newMasterMinter)'),
    fn('controls', 'blacklist(address _account)'),
    fn('controls', 'updatePauser(address _newPauser)'),
  ),
  contract(
    'DAI',
    fn(
      'approves',
      'permit(address holder, address spender, uint256 nonce, uint256 expiry, bool allowed, uint8 v, bytes32 r, bytes32 s)',
    ),
    fn('recipient amount', 'push(address usr, uint256 wad)'),
    fn('recipient amount', 'move(address src, address dst, uint256 wad)'),
    fn('controls', 'rely(address guy)'),
    fn('controls', 'deny(address guy)'),
  ),
  contract('WETH9', fn('harmless', 'deposit()')),
  contract(
    'ERC-721',
    fn('recipient', 'safeTransferFrom(address from, address to, uint256 tokenId)'),
    fn('recipient', 'safeTransferFrom(address from, address to, uint256 tokenId, bytes data)'),
    fn('approves', 'setApprovalForAll(address operator, bool approved)'),
    fn('recipient', 'safeMint(address to, uint256 tokenId, string uri)'),
    fn('controls', 'setBaseURI(string baseURI_)'),
    fn('controls', 'setDefaultRoyalty(address receiver, uint96 feeNumerator)'),
  ),
  contract(
    'ERC-1155',
    fn(
      'recipient amount',
      'safeTransferFrom(address from, address to, uint256 id, uint256 value, bytes data)',
    ),
    fn(
      'recipient amount',
      'safeBatchTransferFrom(address from, address to, uint256[] ids, uint256[] values, bytes data)',
    ),
    fn('recipient amount', 'mintBatch(address to, uint256[] ids, uint256[] amounts, bytes data)'),
    fn('amount', 'burn(address account, uint256 id, uint256 value)'),
  ),
  contract(
    'ERC-4907 rental',
    fn('approves', 'setUser(uint256 tokenId, address user, uint64 expires)'),
  ),
  contract(
    'ERC-6909',
    fn('approves', 'approve(address spender, uint256 id, uint256 amount)'),
    fn('approves', 'setOperator(address spender, bool approved)'),
    fn('recipient amount', 'transfer(address receiver, uint256 id, uint256 amount)'),
    fn(
      'recipient amount',
      'transferFrom(address sender, address receiver, uint256 id, uint256 amount)',
    ),
  ),
  contract(
    'LUKSO LSP7',
    fn(
      'approves',
      'authorizeOperator(address operator, uint256 amount, bytes operatorNotificationData)',
    ),
    fn(
      'approves',
      'increaseAllowance(address operator, uint256 addedAmount, bytes operatorNotificationData)',
    ),
    fn(
      'recipient amount',
      'transfer(address from, address to, uint256 amount, bool force, bytes data)',
    ),
    fn(
      'recipient amount',
      'transferBatch(address[] from, address[] to, uint256[] amount, bool[] force, bytes[] data)',
    ),
  ),
  contract(
    'Permit2',
    fn('approves', 'approve(address token, address spender, uint160 amount, uint48 expiration)'),
    fn(
      'approves',
      'permit(address owner, ((address token, uint160 amount, uint48 expiration, uint48 nonce) details, address spender, uint256 sigDeadline) permitSingle, bytes signature)',
    ),
    fn('recipient amount', 'transferFrom(address from, address to, uint160 amount, address token)'),
    fn(
      'recipient amount',
      'transferFrom((address from, address to, uint160 amount, address token)[] transferDetails)',
    ),
    fn('harmless', 'invalidateUnorderedNonces(uint256 wordPos, uint256 mask)'),
  ),
  contract(
    'Seaport 1.5',
    fn(
      'recipient',
      'fulfillAdvancedOrder(((address offerer, address zone, (uint8 itemType, address token, uint256 identifierOrCriteria, uint256 startAmount, uint256 endAmount)[] offer, (uint8 itemType, address token, uint256 identifierOrCriteria, uint256 startAmount, uint256 endAmount, address recipient)[] consideration, uint8 orderType, uint256 startTime, uint256 endTime, bytes32 zoneHash, uint256 salt, bytes32 conduitKey, uint256 totalOriginalConsiderationItems) parameters, uint120 numerator, uint120 denominator, bytes signature, bytes extraData) advancedOrder, (uint256 orderIndex, uint8 side, uint256 index, uint256 identifier, bytes32[] criteriaProof)[] criteriaResolvers, bytes32 fulfillerConduitKey, address recipient)',
    ),
    fn(
      'recipient amount',
      'fulfillBasicOrder((address considerationToken, uint256 considerationIdentifier, uint256 considerationAmount, address offerer, address zone, address offerToken, uint256 offerIdentifier, uint256 offerAmount, uint8 basicOrderType, uint256 startTime, uint256 endTime, bytes32 zoneHash, uint256 salt, bytes32 offererConduitKey, bytes32 fulfillerConduitKey, uint256 totalOriginalAdditionalRecipients, (uint256 amount, address recipient)[] additionalRecipients, bytes signature) parameters)',
    ),
    fn('harmless', 'incrementCounter()'),
  ),
  contract(
    'Seaport ConduitController',
    fn('controls', 'updateChannel(address conduit, address channel, bool isOpen)'),
    fn('controls', 'transferOwnership(address conduit, address newPotentialOwner)'),
  ),
  contract(
    'LooksRare v2 TransferManager, protocol',
    fn('approves', 'grantApprovals(address[] operators)'),
    fn(
      'recipient amount',
      'transferItemsERC1155(address collection, address from, address to, uint256[] itemIds, uint256[] amounts)',
    ),
    fn('harmless', 'cancelOrderNonces(uint256[] orderNonces)'),
    fn('harmless', 'incrementBidAskNonces(bool bid, bool ask)'),
  ),
  contract(
    'Zora 721 drop, 1155 creator, auction house',
    fn('recipient', 'adminMintAirdrop(address[] recipients)'),
    fn('controls', 'setFundsRecipient(address newRecipientAddress)'),
    fn('controls', 'addPermission(uint256 tokenId, address user, uint256 permissionBits)'),
    fn(
      'controls',
      'updateRoyaltiesForToken(uint256 tokenId, (uint32 royaltyMintSchedule, uint32 royaltyBPS, address royaltyRecipient) newConfiguration)',
    ),
    fn('amount', 'createBid(uint256 auctionId, uint256 amount)'),
    fn(
      'controls',
      'setSaleConfiguration(uint104 publicSalePrice, uint32 maxSalePurchasePerAddress, uint64 publicSaleStart, uint64 publicSaleEnd, uint64 presaleStart, uint64 presaleEnd, bytes32 presaleMerkleRoot)',
    ),
  ),
  contract(
    'Nouns auction house, DAO',
    fn('harmless', 'createBid(uint256 nounId)'),
    fn('harmless', 'settleCurrentAndCreateNewAuction()'),
    fn('harmless', 'settleAuction()'),
    fn('harmless', 'castRefundableVote(uint256 proposalId, uint8 support)'),
    fn('controls', 'setReservePrice(uint256 _reservePrice)'),
    fn('controls', 'setDescriptor(address _descriptor)'),
    fn('controls', 'lockMinter()'),
  ),
  contract(
    'POAP',
    fn('recipient', 'mintToken(uint256 eventId, address to)'),
    fn('controls', 'addAdmin(address account)'),
    fn('controls', 'renounceEventMinter(uint256 eventId)'),
  ),
  contract(
    'CryptoPunks',
    fn('recipient', 'transferPunk(address to, uint256 punkIndex)'),
    fn(
      'recipient price',
      'offerPunkForSaleToAddress(uint256 punkIndex, uint256 minSalePriceInWei, address toAddress)',
    ),
    fn('harmless', 'enterBidForPunk(uint256 punkIndex)'),
  ),
  contract(
    'CryptoKitties',
    fn('approves', 'approveSiring(address _addr, uint256 _sireId)'),
    fn('harmless', 'giveBirth(uint256 _matronId)'),
    fn('controls', 'setCEO(address _newCEO)'),
  ),
]
