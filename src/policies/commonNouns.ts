/** What functions of contracts are commonly about, in the singular. */
export const commonNouns: ReadonlySet<string> = new Set(
  `
  account achievement action address airdrop alert all allocation amount and answer antenna art
  asset attestation attribute auction award badge balance ballot base batch battle beacon bet bid
  block bonus book boost bounty box bribe bridge building bundle by cache campaign candidate card
  cell chain challenge challenger channel character check checkpoint chest claim code collateral
  collection comment commitment community condition config content contest contract contribution
  cooldown count counter course creature credential credit cumulative cycle daily dao data date day
  deal debt decision delegate delegation delivery deposit device dispute distribution dividend
  document domain draw drop due duel dues dungeon earning egg election emission emote default energy entry
  epoch era error escrow event evidence exchange expired expiry external factor failed farm fee feed fees file
  flag for friend from fund funding game gas gauge gear gift global goal group guardian guess guest
  guild hash header health hero history holder id identity if image in incentive income index info
  input insurance interest internal invitation invoice item job join keeper kit kitty land last
  layer lease ledger letter level license like liquidation list listing loan lock log loot loss
  lottery manifest many map mark market match material member membership merkle message metadata
  milestone mining mint mission monster move multiple my name new nft node nonce note notice
  notification number observation of offer on one opinion opponent oracle order other outcome
  output owed own pack package packet page pair parcel park participation party path payload
  payment payout peer penalty pending period perk permit pet photo picture plan planet player plot
  poem point points policy poll pool position post potion prediction presence price prize process
  product profile profit progress project proof property proposal provider purchase puzzle quest
  question queue quorum quote race raffle raid rank rate rating reaction rebate receipt recipe
  record referral refund region registration relic reply report request research reserve resource
  response rest result revenue review reward right ring room root round royalty rules sale salt
  sample scene schedule schema score season secret seed sender sequence series service session
  share ship signature signer skill skin slot snapshot solution song source space spell stake
  staker staking stamp star stat state statement status step store story strategy streak stream
  string structure style subject submission subscription summary supply survey swap system tag tale
  task tax team template term terrain test text theme thread ticket tier tile time timestamp title
  token topic tournament track trade trail trait transaction transfer treasure tree trial tribe tribute
  trove turn unit update upkeep uri url usage user validation validator value variant vault
  verification version vesting video village vote voter voting voucher waitlist wallet war weapon
  week weekly weight whitelist win winner winning wish with witness word work worker world year
  yield zone
    `
    .trim()
    .split(/\s+/),
)
