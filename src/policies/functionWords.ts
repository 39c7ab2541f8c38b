import { nameWords } from './nameWords.ts'

/**
 * What a function's name says that it does. A name is hashed into the selector together with the
 * types, so that it is as good as they are, and no better: an app can look for a name and types with
 * the selector of another function. What those that are known stand for is in `knownSelectors`.
 *
 * These words only add to what the types show. What takes a note away is in `harmlessName`.
 */
export interface FunctionWords {
  nests: boolean
  approves: boolean
  controls: boolean
  /** Something of value goes from one to another. */
  moves: boolean
  /** All that there is of something goes, also where nothing is counted. */
  transfers: boolean
  /** Something of value comes out of where it was: its amount is no loss, but its recipient may be. */
  takes: boolean
  /** Something of value is put in, paid or given up. */
  spends: boolean
  trades: boolean
  /** Goes to somebody, as in `unoswapTo`. */
  to: boolean
  /** To where addresses may have other forms, such as another chain. */
  abroad: boolean
}

const any = (words: string) => new RegExp(` (${words.trim().split(/\s+/).join('|')})s? `)
const first = (words: string) => new RegExp(`^ (${words.trim().split(/\s+/).join('|')})s? `)

const nesting = any(`
  exec execute executor call calls callback multicall multisend aggregate batch bulk forward relay
  delegatecall invoke proxy schedule queue propose dispatch run perform operate interact proposal
  sudo meta settle enqueue retryable route`)

const authorities = any(`
  approve approved approval approver permit permission allow allowed allowance authorize authorized
  authorise authorization operator delegate delegated delegatee delegation delegator manager agent
  relayer signer session spender consumer hope wish trust trusted presign presignature signature
  plugin puppet proxy subdelegate subdelegation subscriber hot`)
const authorizing = first(`
  approve permit allow authorize authorise delegate delegation hope trust presign grant redelegate
  subdelegate sign`)
const authorized =
  / (allow|approve|permit|authorize|delegate|permits|approvals?)( all| for all| by sig| with sig| with signature| max)? $/
const ending = first(`
  revoke remove decrease cancel disapprove reject invalidate nope undelegate unapprove disallow
  delete clear deauthorize unset end claim vote cast redeem harvest withdraw`)

/** What follows is not done, but ended, counted, awaited or told of. */
const idling = first(`
  cancel update settle report sync refresh invalidate revoke vote cast claim harvest get check
  register set reveal mass increment close complete finalize resolve poke process expire verify prove
  validate accrue checkpoint rebase tick crank sign read view query log emit publish post end`)

const changing = first(`
  set update change configure modify adjust replace reset edit toggle define migrate file`)
const adding = first(`
  add remove enable disable grant revoke propose register unregister assign install uninstall
  activate deactivate list delist appoint nominate link bind map support allow rotate notify retire
  stop`)
/** Puts somebody, or something, in or out of a contract. */
const enrolling = first('add enable disable rotate deregister unregister')
/** Unless it is value, or what people keep for themselves. */
const enrolled = any(`
  liquidity fund coll collateral margin deposit stake position balance order token reward friend
  contact favorite favourite bookmark comment note tag name user account key`)
const handing = first(`
  accept submit transfer create lock request start begin cancel extend new push
  apply commit complete confirm manage delete clear close swap give upgrade initialize init
  reinitialize setup force emergency admin dao gov owner drop stop end put`)
/** Who rules a contract, and what it is. */
const ruling = any(`
  owner admin administrator role governor governance gov guardian minter burner pauser keeper curator
  authority module guard handler implementation impl proxy beacon facet logic oracle treasury
  timelock validator executor solver ceo cfo coo master creator council committee controller payee
  payeeship recovery subscription royalty whitelist allowlist blacklist denylist sender
  peer facilitator distributor collector allocator resolver fuse`)
/** What it is made of. */
const parts = any(`
  template threshold quorum aggregator fee vault strategy factor cap ltv uri merkle root config
  configuration param parameter setting paused descriptor renderer contenthash delay emission
  distribution comptroller hook adapter gateway sequencer batcher bridge router factory registry
  fallback interface implementation extension system model rewarder alloc sale minting gauge market limit`)
/** What it counts by. */
const quantities = any(`
  curve version weight metadata bonus enabled trading price supply mint emergency reserve collateral period rate time mode max min
  amount deposit chain channel gas hash queue duration interval epoch season pool token asset reward`)
/** What is added to it, by its address. */
const members = any('pool token asset reward chain channel collateral')
const governingAlways = first(`
  pause unpause renounce nominate rely deny ward blacklist whitelist unblacklist freeze unfreeze kill
  configure diamond ramp sunset shutdown deprecate transition seize halt
  bless abdicate wipe`)
/** Of these, what is so even where an address says whose it is. */
const own = any('name nickname profile bio greeting text')
/** What is set to a number, or switched on. */
const switching = first('set flip toggle')
/** Takes what is stuck in a contract. */
const rescuing = first('sweep rescue reclaim recover')
const ruledByName = any('ownership shutdown')
/** What somebody sets for themselves. */
const personal = any(`
  name nickname greeting message number bio avatar status color colour title text username handle
  profile motto description tag note mood word nonce counter value score preference language theme
  code referral referrer pfp ready direction emote favorite favourite slot equipment skill stance formation position`)

const moving = any(`
  transfer send withdraw sweep pay payout disperse distribute airdrop tip gift push pull bridge
  forward remit donate escrow stream redeem unwrap payment exit flux teleport`)
const spending = any(`
  transfer send deposit stake supply lend borrow repay burn mint lock wrap bridge donate pay bid
  fund bet wager buy purchase swap exchange trade sell provide invest contribute issue
  fulfill take fill stream vest delegate liquidate split pledge push disperse distribute airdrop tip
  allocate restake zap long short convert frob flux margin leverage escrow payment redelegate boost
  tribute subscribe exact`)
const taking = first(`
  withdraw redeem unwrap unstake unlock collect remove exit leave claim harvest sweep release`)
/** Spends where something of value follows. */
const committing = any(`
  add create open join enter draw give move spend commit request top reserve increase order level
  upgrade downgrade place extend`)
const value = any(`
  amount token coin fund liquidity margin collateral position pool lock stream deposit stake bid
  order vault loan debt cdp share money cash credit eth weth usd usdc dai value balance asset
  withdrawal redemption lending channel pot offer`)
const trading = any(`
  swap exchange trade buy sell liquidity zap order convert fill fulfill market quote arbitrage
  long short position uniswap unoswap sushi curve balancer bid offer ask list listing exact zapper
  glp lp collateral bond slippage`)
const pooling =
  / (join|exit|add|remove|mint|redeem|route|process) (pool|and stake|route|erc20|lp|single)/

const abroad = any(
  'bridge deposit send transfer burn remit cross chain lock teleport remote outbound',
)

/** Reads a signature such as `setFeeTo(address)`. */
export function functionWords(signature: string): FunctionWords {
  const name = signature.slice(0, signature.indexOf('('))
  const types = signature.slice(signature.indexOf('('))
  // With a space around each: ` set fee to `.
  const words = ` ${nameWords(name).join(' ')} `
  const takesAddress = types.includes('address')
  const approves =
    !ending.test(words) &&
    (authorizing.test(words) ||
      authorized.test(words) ||
      / (pre signature|presignature|sign message) /.test(words) ||
      (takesAddress &&
        (changing.test(words) ||
          adding.test(words) ||
          handing.test(words) ||
          words.startsWith(' increase ')) &&
        (authorities.test(words) || / set user $/.test(words))) ||
      / set delegat(e|es|ion|ions) /.test(words))
  const acts = !idling.test(words)
  const isUpdate = words.startsWith(' update ')
  const isOwn = own.test(words) && !ruling.test(words)
  // What a price or a state is said to be, with its signature.
  const isReport = isUpdate && /bytes[,)]/.test(types)
  const rules =
    governingAlways.test(words) ||
    (switching.test(words) && /^\((u?int|bool)\d*[,)]/.test(types) && !personal.test(words)) ||
    (rescuing.test(words) && (takesAddress || value.test(words) || ruling.test(words))) ||
    ruledByName.test(words) ||
    (changing.test(words) &&
      !isOwn &&
      !isReport &&
      (takesAddress || ruling.test(words) || parts.test(words))) ||
    (changing.test(words) && !isUpdate && !isOwn && quantities.test(words)) ||
    (adding.test(words) && (ruling.test(words) || (takesAddress && parts.test(words)))) ||
    (adding.test(words) &&
      takesAddress &&
      members.test(words) &&
      !/ (add|remove) coll/.test(words)) ||
    / (stop|start|close|open|enable|disable) (mint|minting|emergency|trading|sale|deposit|withdraw)/.test(
      words,
    ) ||
    (enrolling.test(words) && takesAddress && !enrolled.test(words)) ||
    ((handing.test(words) || / (execute|finalize) /.test(words)) && ruling.test(words)) ||
    (/ (initialize|init|reinitialize|setup|upgrade) /.test(words) && takesAddress)
  const spends = spending.test(words) || (committing.test(words) && value.test(words))
  return {
    nests: nesting.test(words),
    approves,
    controls: rules,
    // A message that is sent is no value, unless it goes to an address.
    moves: acts && moving.test(words) && (takesAddress || !personal.test(words)),
    transfers: / (transfer|sweep|give|gift|donate) /.test(words),
    takes: taking.test(words),
    spends: acts && spends && (takesAddress || !personal.test(words)),
    trades: acts && (trading.test(words) || pooling.test(words)),
    to: / (to|for|behalf) /.test(words),
    abroad: abroad.test(words),
  }
}
