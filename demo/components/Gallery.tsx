import { Bloom } from './Bloom.tsx'

interface GalleryProps {
  blooms: readonly number[] | undefined
  isUnreachable: boolean
}

/** What the account has minted. */
export function Gallery({ blooms, isUnreachable }: GalleryProps) {
  return (
    <section className="card gallery" aria-labelledby="gallery-title">
      <h2 id="gallery-title">Your garden</h2>
      {blooms === undefined && (
        <p className="empty">{isUnreachable ? 'Not known while the chain is away.' : 'Loading…'}</p>
      )}
      {blooms?.length === 0 && <p className="empty">Still bare. Your first bloom opens here.</p>}
      {blooms && blooms.length > 0 && (
        <ul>
          {[...blooms].reverse().map((number) => (
            <li key={number}>
              <Bloom number={number} />
              <span aria-hidden="true">#{number}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
