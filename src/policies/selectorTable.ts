import type { KnownFunction } from './knownFunctions.ts'

export type KnownKind = KnownFunction['kind'] | 'harmless'

/**
 * Functions of the contracts that people use, a line each, by kind (see `knownFunctions`). Behind
 * some stands which arguments are recipients (`r`), amounts (`a`), limits of a price (`p`), and the
 * boolean (`b`) that takes an authority away when it is false.
 *
 * `harmless` are those that cost nothing however they are called: what they pay goes to whom it is
 * owed, and what they carry is neither called nor believed.
 */
export const selectorTable: Readonly<Record<KnownKind, string>> = {
  nests: `
execute(bytes,bytes[])
execute(bytes,bytes[],uint256)
execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)
execTransactionFromModule(address,uint256,bytes,uint8)
execTransactionFromModuleReturnData(address,uint256,bytes,uint8)
multiSend(bytes)
execute(address,uint256,bytes,bytes32,bytes32)
executeBatch(address[],uint256[],bytes[],bytes32,bytes32)
schedule(address,uint256,bytes,bytes32,bytes32,uint256)
scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)
execute(address,bytes)
schedule(address,bytes,uint48)
execute(bytes32,bytes)
executeFromExecutor(bytes32,bytes)
execute(uint256,address,uint256,bytes)
executeBatch(uint256[],address[],uint256[],bytes[])
execute(bytes)
executeBatch(uint256[],bytes[])
executeRelayCall(bytes,uint256,uint256,bytes)
batchCalls(bytes[])
execute(bytes,bytes)
execute((address,uint256,bytes)[])
executeBatch((address,uint256,bytes)[])
executeBatch(address[],bytes[])
executeBatch(address[],uint256[],bytes[])
executeUserOp(address,uint256,bytes,uint8)
multicall(bytes32,bytes[])
multicall(address,bytes)
multicall(address[],bytes[])
batch(bytes[],bool)
aggregate3Value((address,bool,uint256,bytes)[])
tryAggregate(bool,(address,bytes)[])
blockAndAggregate((address,bytes)[])
tryBlockAndAggregate(bool,(address,bytes)[])
multicallWithNodeCheck(bytes32,bytes[])
propose(address[],uint256[],bytes[],string)
propose(address[],uint256[],string[],bytes[],string)
queue(address[],uint256[],bytes[],bytes32)
execute(address[],uint256[],bytes[],bytes32)
relay(address,uint256,bytes)
submitTransaction(address,uint256,bytes)
queueTransaction(address,uint256,string,bytes,uint256)
executeTransaction(address,uint256,string,bytes,uint256)
forward(bytes)
newVote(bytes,string)
functionCall(address,bytes)
handleOps((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes)[],address)
modifyLiquidities(bytes,uint256)
modifyLiquiditiesWithoutUnlock(bytes,bytes[])
unlock(bytes)
invoke(bytes32[],bytes[])
bulk(bytes[])
multicall((address,bytes,uint256,bool,bytes32)[])
cook(uint8[],uint256[],bytes[])
batch((address,address,uint256,bytes)[])
sendMessage(address,bytes,uint32)
depositTransaction(address,uint256,uint64,bool,bytes)
send((uint32,bytes32,bytes,bytes,bool),address)
createRetryableTicket(address,uint256,uint256,address,address,uint256,uint256,bytes)
sendTxToL1(address,bytes)
flashLoan(address,address[],uint256[],uint256[],address,bytes,uint16) r0,4
flashLoan(address,address[],uint256[],bytes) r0
flashLoan(address,address,uint256,bytes) r0
flashLoanSimple(address,address,uint256,bytes,uint16) r0
flashLoan(address,uint256,bytes)`,
  approves: `
approve(address,uint256,uint256)
setOperator(address,bool) b1
approveDelegation(address,uint256)
delegationWithSig(address,address,uint256,uint256,uint8,bytes32,bytes32)
setAuthorization(address,bool) b1
setAuthorizationWithSig((address,address,bool,uint256,uint256),(uint8,bytes32,bytes32))
allow(address,bool) b1
allowBySig(address,address,bool,uint256,uint256,uint8,bytes32,bytes32)
authorizeOperator(address,uint256,bytes)
authorizeOperator(address,bytes32,bytes)
increaseAllowance(address,uint256,bytes)
permit(address,uint256,uint256,uint8,bytes32,bytes32)
permit(address,uint256,uint256,uint256,bytes)
permit(address,address,uint256,uint256,bytes)
permitForAll(address,address,bool,uint256,uint256,bytes)
hope(address)
cdpAllow(uint256,address,uint256)
urnAllow(address,uint256)
approve(bytes32,address,bool)
approveHash(bytes32)
signMessage(bytes)
setPreSignature(bytes,bool) b1
addDelegate(address)
setAllowance(address,address,uint96,uint16,uint32)
setRelayerApproval(address,address,bool) b2
setMasterContractApproval(address,address,bool,uint8,bytes32,bytes32)
setUser(uint256,address,uint64)
delegate(address)
delegateBySig(address,uint256,uint256,uint8,bytes32,bytes32)
delegateBySig(address,address,uint256,bytes)
delegateAll(address,bytes32,bool)
delegateContract(address,address,bytes32,bool)
delegateERC20(address,address,bytes32,uint256)
delegateERC721(address,address,uint256,bytes32,bool)
delegateForAll(address,bool)
delegateForContract(address,address,bool)
setDelegate(bytes32,address)
setDelegate(address)
approvePlugin(address)
toggle_approve_mint(address)
setPositionManager(address,bool)
registerAllowedOrderSigner(address,bool) b1
setUserPositionManager(address,bool) b1
subscribe(uint256,address,bytes)
receiveWithPermit(address,address,uint256,uint256,uint8,bytes32,bytes32)
grantPermission(uint128,bytes32,address)
addConsumer(uint64,address)
addConsumer(uint256,address)`,
  controls: `
upgrade(address,address)
upgradeAndCall(address,address,bytes)
changeProxyAdmin(address,address)
changeAdmin(address)
setOwner(address)
setOwner(bytes32,address)
setSubnodeOwner(bytes32,bytes32,address)
setSubnodeRecord(bytes32,bytes32,address,address,uint64)
setRecord(bytes32,address,address,uint64)
setResolver(bytes32,address)
setAddr(bytes32,address)
setAddr(bytes32,uint256,bytes)
setText(bytes32,string,string)
setContenthash(bytes32,bytes)
setFuses(bytes32,uint16)
reclaim(uint256,address)
beginDefaultAdminTransfer(address)
acceptDefaultAdminTransfer()
grantRole(uint64,address,uint32)
revokeRole(bytes32,address)
revokeRole(uint64,address)
renounceRole(bytes32,address)
renounceRole(uint64,address)
setRoleAdmin(uint64,uint64)
setRoleGuardian(uint64,uint64)
setTargetFunctionRole(address,bytes4[],uint64)
setTargetAdminDelay(address,uint32)
setTargetClosed(address,bool)
updateAuthority(address,address)
setAuthority(address)
grantRoles(address,uint256)
revokeRoles(address,uint256)
renounceRoles(uint256)
enableModule(address)
disableModule(address,address)
addOwnerWithThreshold(address,uint256)
swapOwner(address,address,address)
removeOwner(address,address,uint256)
changeThreshold(uint256)
setGuard(address)
setModuleGuard(address)
setFallbackHandler(address)
setup(address[],uint256,address,bytes,address,address,uint256,address)
renounceOwnership()
acceptOwnership()
transferOwnership(address,bool,bool)
completeOwnershipHandover(address)
requestOwnershipHandover()
installModule(uint256,address,bytes)
uninstallModule(uint256,address,bytes)
setData(bytes32,bytes)
setDataBatch(bytes32[],bytes[])
diamondCut((address,uint8,bytes4[])[],address,bytes)
addOwner(address)
removeOwner(address)
replaceOwner(address,address)
changeRequirement(uint256)
setPendingAdmin(address)
acceptAdmin()
transferAdmin(address)
changeOwner(address,address)
transferOwnership(address,address)
pause()
unpause()
rely(address)
deny(address)
file(bytes32,uint256)
file(bytes32,address)
file(bytes32,bytes32,uint256)
addMember(bytes32,address)
setInterfaceImplementer(address,bytes32,address)
setManager(address,address)
initialize(address)
updateDelay(uint256)
setPeer(uint32,bytes32)
setTrustedRemote(uint16,bytes)
configureMinter(address,uint256)`,
  moves: `
swapExactTokensForTokens(uint256,uint256,address[],address,uint256) r3 a0 p1
swapTokensForExactTokens(uint256,uint256,address[],address,uint256) r3 a1 p0,1
swapExactTokensForETH(uint256,uint256,address[],address,uint256) r3 a0 p1
swapTokensForExactETH(uint256,uint256,address[],address,uint256) r3 a1 p0,1
swapExactETHForTokens(uint256,address[],address,uint256) r2 p0
swapETHForExactTokens(uint256,address[],address,uint256) r2 p0
swapExactTokensForTokensSupportingFeeOnTransferTokens(uint256,uint256,address[],address,uint256) r3 a0 p1
swapExactTokensForETHSupportingFeeOnTransferTokens(uint256,uint256,address[],address,uint256) r3 a0 p1
swapExactETHForTokensSupportingFeeOnTransferTokens(uint256,address[],address,uint256) r2 p0
addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256) r6 a2,3 p4,5
addLiquidityETH(address,uint256,uint256,uint256,address,uint256) r4 a1 p2,3
removeLiquidity(address,address,uint256,uint256,uint256,address,uint256) r5 a2 p3,4
removeLiquidityETH(address,uint256,uint256,uint256,address,uint256) r4 a1 p2,3
exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160)) r0.3 a0.5 p0.6
exactInputSingle((address,address,uint24,address,uint256,uint256,uint160)) r0.3 a0.4 p0.5
exactInput((bytes,address,uint256,uint256,uint256)) r0.1 a0.3 p0.4
exactInput((bytes,address,uint256,uint256)) r0.1 a0.2 p0.3
exactOutputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160)) r0.3 a0.6 p0.5,0.6
exactOutputSingle((address,address,uint24,address,uint256,uint256,uint160)) r0.3 a0.5 p0.4,0.5
exactOutput((bytes,address,uint256,uint256,uint256)) r0.1 a0.4 p0.3,0.4
exactOutput((bytes,address,uint256,uint256)) r0.1 a0.3 p0.2,0.3
collect((uint256,address,uint128,uint128)) r0.1
sweepToken(address,uint256,address) r2
unwrapWETH9(uint256,address) r1
supply(address,uint256,address,uint16) r2 a1
deposit(address,uint256,address,uint16) r2 a1
borrow(address,uint256,uint256,uint16,address) r4 a1
repay(address,uint256,uint256,address) r3 a1
supplyTo(address,address,uint256) r0 a2
withdrawTo(address,address,uint256) r0 a2
withdrawFrom(address,address,address,uint256) r1 a3
transferAsset(address,address,uint256) r0 a2
supply((address,address,address,address,uint256),uint256,uint256,address,bytes) r3 a1,2
withdraw((address,address,address,address,uint256),uint256,uint256,address,address) r4 a1,2
borrow((address,address,address,address,uint256),uint256,uint256,address,address) r4 a1,2
repay((address,address,address,address,uint256),uint256,uint256,address,bytes) r3 a1,2
supplyCollateral((address,address,address,address,uint256),uint256,address,bytes) r2 a1
withdrawCollateral((address,address,address,address,uint256),uint256,address,address) r3 a1
deposit(uint256,address) r1 a0
mint(uint256,address) r1 a0
requestDeposit(uint256,address,address) r1 a0
requestRedeem(uint256,address,address) r1 a0
transfer(address,uint256,uint256) r0 a2
transferFrom(address,address,uint256,uint256) r1 a3
transfer(address,address,uint256,bool,bytes) r1 a2
transfer(address,address,bytes32,bool,bytes) r1
operatorSend(address,address,uint256,bytes,bytes) r1 a2
transferFrom(address,address,uint160,address) r1 a2
transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32) r1 a2
unoswap(uint256,uint256,uint256,uint256) a1 p2
unoswapTo(uint256,uint256,uint256,uint256,uint256) r0 a2 p3
requestWithdrawals(uint256[],address) r1 a0
requestWithdrawalsWstETH(uint256[],address) r1 a0
depositForBurn(uint256,uint32,bytes32,address) r2 a0
depositForBurn(uint256,uint32,bytes32,address,bytes32,uint256,uint32) r2 a0
depositForBurnWithCaller(uint256,uint32,bytes32,address,bytes32) r2 a0
exchange(int128,int128,uint256,uint256) a2 p3
exchange(int128,int128,uint256,uint256,address) r4 a2 p3
exchange(uint256,uint256,uint256,uint256) a2 p3
burnFrom(address,uint256) a1
outboundTransfer(address,address,uint256,uint256,uint256,bytes) r1 a2
send((uint32,bytes32,uint256,uint256,bytes,bytes,bytes),(uint256,uint256),address) r0.1,2 a0.2 p0.3
enter(uint256) a0
upgrade(uint256) a0
safeMint(address) r0
safeMint(address,uint256) r0
mint(address) r0`,
  harmless: `
castVote(uint256,uint8)
castVoteWithReason(uint256,uint8,string)
castVoteWithReasonAndParams(uint256,uint8,string,bytes)
castVoteBySig(uint256,uint8,address,bytes)
castVoteBySig(uint256,uint8,uint8,bytes32,bytes32)
castVoteWithReasonAndParamsBySig(uint256,uint8,address,string,bytes,bytes)
castVoteWithReasonBySig(uint256,uint8,address,string,bytes)
vote(address[])
vote(uint256,bool,bool)
release(address)
release(address,address)
claim(uint256,address,uint256,bytes32[])
claim(address,uint256,bytes32[])
claim(address,uint256,address,uint256,bytes32[])
claim(address[],address[],uint256[],bytes32[][])
getReward(address)
getReward(address,bool)
getReward(address,address[])
claimRewards(uint128,uint128,address,address)
claim_rewards(address)
user_checkpoint(address)
claimComp(address)
claimComp(address,address[])
claimComp(address[],address[],bool,bool)
accrueAccount(address)
accrueInterest((address,address,address,address,uint256))
vote_for_gauge_weights(address,uint256)
mintToTreasury(address[])
createPool(address,address,uint24)
createPair(address,address)
initialize((address,address,uint24,int24,address),uint160)
invalidateOrder(bytes)
performUpkeep(bytes)
receiveMessage(bytes,bytes)
updatePriceFeeds(bytes[])
updatePriceFeedsIfNecessary(bytes[],bytes32[],uint64[])
submitValue(bytes32,bytes,uint256,bytes)
commitVote(bytes32,uint256,bytes,bytes32)
revealVote(bytes32,uint256,int256,bytes,int256)
attest((bytes32,(address,uint64,bool,bytes32,bytes,uint256)))
prepareCondition(address,bytes32,uint256)
redeemPositions(address,bytes32,bytes32,uint256[])
redeemPositions(address,bytes32,bytes32,uint256[],uint256)
transmit(bytes32[3],bytes,bytes32[],bytes32[],bytes32)
lift(address)
submit(address)
register(string,address,bool)
setUserUseReserveAsCollateral(address,bool)
sync()`,
}
