import { useConnect, useConnectors } from 'wagmi'
import { Bloom } from './Bloom.tsx'
import { ErrorNote } from './ErrorNote.tsx'

const posters = [11, 4, 7, 23, 16, 2]

/** The first thing that a visitor sees. */
export function Welcome() {
  const connectors = useConnectors()
  const { mutate: connect, isPending, error } = useConnect()
  const burner = connectors.find(({ id }) => id === 'burner')
  // extensions that announce themselves come by name; an older one is only known to be there
  const announced = connectors.filter(({ id }) => id !== 'burner' && id !== 'injected')
  const others =
    announced.length === 0 && 'ethereum' in window
      ? connectors.filter(({ id }) => id === 'injected')
      : announced
  return (
    <section className="welcome">
      <div className="welcome-words">
        <h1>Flowers, one click each.</h1>
        <p className="lead">
          Say once what this page may do: mint a bloom and pay 0.50 USDC for it, for two hours. From
          then on each click is just a click. Your wallet stays quiet, and you can end it at any
          moment.
        </p>
        <div className="welcome-actions">
          {burner && (
            <button
              type="button"
              className="button primary"
              disabled={isPending}
              onClick={() => connect({ connector: burner })}
            >
              Connect burner wallet
            </button>
          )}
          {others.map((connector) => (
            <button
              type="button"
              className="button"
              key={connector.uid}
              disabled={isPending}
              onClick={() => connect({ connector })}
            >
              Connect {connector.name === 'Injected' ? 'browser wallet' : connector.name}
            </button>
          ))}
        </div>
        <p className="quiet">
          The burner wallet needs no extension. It is for this demo only, and so is the money.
        </p>
        {error && <ErrorNote error={error} />}
      </div>
      <div className="posters" aria-hidden="true">
        {posters.map((number) => (
          <Bloom key={number} number={number} />
        ))}
      </div>
    </section>
  )
}
