'use client'
import type { ReactNode } from 'react'
import type { Address } from 'viem'
import { ShownContract } from '../internal/ShownContract.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from '../parts/AddressText.tsx'
import { ContractName } from '../parts/ContractName.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Section } from '../parts/Section.tsx'
import { TokenAmount } from '../parts/TokenAmount.tsx'
import type { Sample } from './Sample.ts'

export interface CheckItProps {
  samples: readonly Sample[]
}

/** Sample calls and whether they would pass, so that the limits can be seen at work. */
export function CheckIt({ samples }: CheckItProps) {
  const texts = useUi().messages.check
  if (samples.length === 0) return null
  const words = ({ call }: Sample): ReactNode => {
    if (call.type === 'other-function')
      return texts.otherFunction(<ContractName address={call.target} />)
    const amount = <TokenAmount token={call.token} value={call.amount} />
    return call.to ? texts.send(amount, <AddressText address={call.to} />) : texts.sendOther(amount)
  }
  const why = ({ refusal, limit, recipient }: Sample): ReactNode => {
    if (refusal?.type === 'selector') return texts.whySelector
    const isAmount =
      refusal?.type === 'amount' || (refusal?.type === 'argument' && refusal.offset === 32)
    const isRecipient =
      refusal?.type === 'recipient' || (refusal?.type === 'argument' && refusal.offset === 0)
    if (isAmount && limit)
      return texts.whyAmount(<TokenAmount token={limit.token} value={limit.maxAmount} />)
    if (isRecipient && recipient) return texts.whyRecipient(<AddressText address={recipient} />)
    return texts.whyOther
  }
  return (
    <Section name="check" heading={texts.heading}>
      <p data-slot="note">{texts.intro}</p>
      <ul data-slot="samples">
        {samples.map((sample) => (
          <li key={sample.id} data-state={sample.refusal ? 'blocked' : 'allowed'}>
            <span>
              {words(sample)}
              {sample.refusal ? (
                <ShownContract.Provider value={contractOf(sample)}>
                  <span data-slot="note">{why(sample)}</span>
                </ShownContract.Provider>
              ) : null}
            </span>
            <strong data-slot="verdict">
              <Icon name={sample.refusal ? 'cross' : 'check'} />
              {sample.refusal ? texts.blocked : texts.allowed}
            </strong>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** The one that the sample names, with its address. */
function contractOf({ call }: Sample): Address {
  return call.type === 'other-function' ? call.target : call.token
}
