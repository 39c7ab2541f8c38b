import type { Hex } from 'viem'
import type { ProvenLeaf } from '../../src/account/encodeSessionSignature.ts'
import type { SoakOutcome } from './page/SoakPage.ts'
import type { Tally } from './Tally.ts'

/** What the soak knows from its own side of the page. */
export interface Ledger {
  /** By the `validUntil` that names a grant: whether its user signed, and what they were told. */
  grants: Map<number, { isSigned: boolean; outcome?: SoakOutcome }>
  /** Mints that were told to be mined. */
  minted: number
  /** Mints of which nobody was told what became of them. */
  uncertainMints: number
  /** Every session key that was made. */
  privateKeys: Set<Hex>
  /** By session, its leaves with the last proofs that they had. */
  proven: Map<string, readonly ProvenLeaf[]>
  /** What pages logged. */
  consoleText: string[]
  actions: Tally
  /** How they ended: `ok`, or the name of the error. */
  outcomes: Tally
  violations: string[]
}
