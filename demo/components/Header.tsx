import { useConnection } from 'wagmi'
import { ThemeToggle } from './ThemeToggle.tsx'
import { WalletMenu } from './WalletMenu.tsx'

/** The top of the page. */
export function Header() {
  const { address, connector, status } = useConnection()
  return (
    <header className="head">
      <a className="brand" href="/">
        <svg viewBox="-12 -12 24 24" aria-hidden="true">
          {[0, 72, 144, 216, 288].map((turn) => (
            <ellipse key={turn} rx="3.6" ry="7" cy="-4.4" transform={`rotate(${turn})`} />
          ))}
          <circle r="3.2" />
        </svg>
        Mintery
      </a>
      <span className="chip network">Local devnet</span>
      <ThemeToggle />
      {status === 'connected' && address && connector && (
        <WalletMenu
          address={address}
          walletName={connector.name}
          isBurner={connector.id === 'burner'}
        />
      )}
    </header>
  )
}
