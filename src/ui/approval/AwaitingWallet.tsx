'use client'
import { useContext, useEffect, useRef } from 'react'
import type { Hash } from 'viem'
import { PageModalContext } from '../internal/PageModalContext.ts'
import { useUi } from '../internal/useUi.ts'
import { HashText } from '../parts/HashText.tsx'
import { Icon } from '../parts/Icon.tsx'

export interface AwaitingWalletProps {
  userOpHash: Hash | undefined
}

/** Sends the user to their wallet, with the hash that it shows. */
export function AwaitingWallet({ userOpHash }: AwaitingWalletProps) {
  const texts = useUi().messages.waiting
  const isInPageModal = useContext(PageModalContext)
  const callout = useRef<HTMLDivElement>(null)

  // who approved at the bottom of the review has to see what to compare, also once it is known
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash makes it longer
  useEffect(() => {
    callout.current?.scrollIntoView({ block: 'nearest' })
  }, [userOpHash])

  return (
    <div ref={callout} data-slot="callout" data-part="awaiting-wallet">
      <Icon name="wallet" />
      <div>
        <p data-slot="callout-title">{userOpHash ? texts.heading : texts.preparing}</p>
        {userOpHash ? <HashText label={texts.text} hash={userOpHash} /> : null}
        {isInPageModal ? <p data-slot="note">{texts.pageModal}</p> : null}
      </div>
    </div>
  )
}
