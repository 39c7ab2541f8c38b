import { useRef } from 'react'
import type { Address } from 'viem'
import { useDisconnect } from 'wagmi'
import { shortHex } from '../app/shortHex.ts'
import { BurnerAccountList } from './BurnerAccountList.tsx'
import { CopyHex } from './CopyHex.tsx'

interface WalletMenuProps {
  address: Address
  walletName: string
  isBurner: boolean
}

/** Who is connected, and how to change that. */
export function WalletMenu({ address, walletName, isBurner }: WalletMenuProps) {
  const popover = useRef<HTMLDivElement>(null)
  const { mutate: disconnect } = useDisconnect()
  const close = () => popover.current?.hidePopover()
  return (
    <>
      <button type="button" className="wallet-button" popoverTarget="wallet-menu">
        <span className="dot" aria-hidden="true" />
        <span className="sr">Wallet </span>
        {shortHex(address, 4)}
      </button>
      <div className="wallet-menu" id="wallet-menu" popover="auto" ref={popover}>
        <p className="menu-title">{walletName}</p>
        <p className="quiet">
          Owner of your account: <CopyHex value={address} label="wallet address" />
        </p>
        {isBurner && <BurnerAccountList onDone={close} />}
        <button type="button" className="button small" onClick={() => disconnect()}>
          Disconnect
        </button>
      </div>
    </>
  )
}
