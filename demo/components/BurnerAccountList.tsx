import { shortHex } from '../app/shortHex.ts'
import { burnerAccounts } from '../burner/burnerAccounts.ts'
import { useBurnerAccounts } from '../hooks/useBurnerAccounts.ts'

/** The burner wallet's accounts: choose one, or make another. */
export function BurnerAccountList({ onDone }: { onDone(): void }) {
  const { addresses, selected } = useBurnerAccounts()
  return (
    <fieldset className="account-list">
      <legend>Accounts</legend>
      {addresses.map((address, index) => (
        <label key={address}>
          <input
            type="radio"
            name="burner-account"
            checked={address === selected}
            onChange={() => burnerAccounts.select(address)}
          />
          <span>Account {index + 1}</span>
          <code>{shortHex(address, 4)}</code>
        </label>
      ))}
      <button
        type="button"
        className="button small"
        onClick={() => {
          burnerAccounts.create()
          onDone()
        }}
      >
        New account
      </button>
      <p className="warning">
        Demo only: the keys of this wallet lie open in this browser. Never send it anything real.
      </p>
    </fieldset>
  )
}
