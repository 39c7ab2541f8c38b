'use client'
import { useSwitchChain } from 'wagmi'
import { useUi } from '../internal/useUi.ts'

export interface SwitchChainProps {
  chainId: number
  chainName: string
}

/** Takes the wallet to the chain that the session is for, before anything is signed. */
export function SwitchChain({ chainId, chainName }: SwitchChainProps) {
  const texts = useUi().messages.approval
  const { mutate: switchChain, isPending, isError } = useSwitchChain()
  return (
    <>
      {isError ? (
        <p data-slot="error" role="alert">
          {texts.switchFailed}
        </p>
      ) : null}
      <button
        type="button"
        data-slot="button"
        data-variant="primary"
        aria-disabled={isPending || undefined}
        onClick={() => {
          if (!isPending) switchChain({ chainId })
        }}
      >
        {isPending ? texts.switching : texts.switchChain(chainName)}
      </button>
    </>
  )
}
