import type { UseBatchSessionReturnType } from 'grantkit'
import type { Address } from 'viem'
import { describeError } from '../app/describeError.ts'
import { useFaucet } from '../hooks/useFaucet.ts'
import type { Mint } from '../hooks/useMints.ts'
import { Bloom } from './Bloom.tsx'
import { ErrorNote } from './ErrorNote.tsx'

interface StageProps {
  account: Address
  batch: UseBatchSessionReturnType
  isFunded: boolean | undefined
  /** The chain was asked and did not answer. */
  isUnreachable: boolean
  nextNumber: number | undefined
  lastMint: Mint | undefined
  onAsk(): void
  onMint(): void
}

/** The next bloom, and the one thing to do now. */
export function Stage(props: StageProps) {
  const { account, batch, isFunded, isUnreachable, nextNumber, lastMint } = props
  const { onAsk, onMint } = props
  const faucet = useFaucet(account)
  const isKnown = nextNumber !== undefined && batch.status !== 'loading'
  // it is staged while the wallet is asked: nothing is granted yet
  const isAsking = batch.status === 'absent' || batch.status === 'PENDING'
  const failure = lastMint?.status === 'failed' ? lastMint.error : undefined
  return (
    <section className="stage card" aria-labelledby="stage-title">
      {nextNumber === undefined ? (
        <div className="bloom bloom-empty" />
      ) : (
        <Bloom number={nextNumber + batch.sending} />
      )}
      <div className="stage-words">
        <p className="eyebrow">Up next</p>
        <h1 id="stage-title">
          {nextNumber === undefined ? 'A bloom' : `Bloom #${nextNumber + batch.sending}`}
        </h1>
        <p className="price">
          0.50 <span>USDC</span>
          <span className="chip">gas is on us</span>
        </p>
        {!isKnown && (
          <button type="button" className="button primary big" disabled>
            {isUnreachable ? 'Waiting for the chain…' : 'Loading…'}
          </button>
        )}
        {isKnown && !isFunded && (
          <button
            type="button"
            className="button primary big"
            disabled={faucet.isPending}
            onClick={() => faucet.mutate()}
          >
            {faucet.isPending ? 'Getting test funds…' : 'Get test funds'}
          </button>
        )}
        {isKnown && isFunded && isAsking && (
          <button
            type="button"
            className="button primary big"
            disabled={batch.isRequesting || batch.status === 'PENDING'}
            onClick={onAsk}
          >
            Let this page mint and pay for two hours
          </button>
        )}
        {isKnown && isFunded && !isAsking && (
          <button type="button" className="button primary big" onClick={onMint}>
            Mint and pay
          </button>
        )}
        <p className="quiet" role="status">
          {isKnown && hintFor(isFunded === true, batch)}
        </p>
        {faucet.error && <ErrorNote error={faucet.error} />}
        {batch.status === 'unknown' && batch.error && <ErrorNote error={batch.error} />}
        {batch.requestError && batch.status !== 'ACTIVE' && (
          <ErrorNote error={batch.requestError} />
        )}
        {failure !== undefined && (
          <ErrorNote
            error={failure}
            action={
              describeError(failure).askAgain && batch.status !== 'ACTIVE'
                ? { label: 'Ask again', onClick: onAsk }
                : undefined
            }
          />
        )}
      </div>
    </section>
  )
}

function hintFor(isFunded: boolean, batch: UseBatchSessionReturnType): string {
  if (!isFunded) return '1,000 USDC to play with, sent to your account.'
  if (batch.status === 'absent') return 'You see exactly what it may do before you sign.'
  if (batch.sending > 0)
    return `${batch.sending} on the way. Keep clicking, they do not wait for each other.`
  if (batch.status === 'ACTIVE') return 'One click. Your wallet will not ask.'
  return ''
}
