'use client'
import type { ReactNode } from 'react'
import type { ArgumentDescription, LeafDescription } from '../../policies/LeafDescription.ts'
import { useUi } from '../internal/useUi.ts'
import { ArgumentName } from '../parts/ArgumentName.tsx'
import { ArgumentRules } from '../parts/ArgumentRules.tsx'
import { CoinAmount } from '../parts/CoinAmount.tsx'
import { ConditionWords } from '../parts/ConditionWords.tsx'
import { Rule } from '../parts/Rule.tsx'
import type { RenewalChange } from './RenewalChange.ts'

export interface ChangedRulesProps {
  change: Extract<RenewalChange, { before: LeafDescription }>
}

/** The rules of a permission that are not as they were, each with what it was. */
export function ChangedRules({ change }: ChangedRulesProps) {
  const { messages, formats, chain } = useUi()
  const { renewal, permissions: texts } = messages
  const { description, before, offsets } = change
  if (description.type === 'unreadable' || before.type === 'unreadable') return null

  const words = (side: Readable, offset: number): ReactNode => {
    const argument = argumentAt(side, offset)
    if (argument) return <ArgumentRules argument={argument} description={side} />
    const rules = side.type === 'contract-call' ? side.rawRules : []
    const here = rules.filter((rule) => rule.offset === offset)
    if (here.length === 0) return texts.anyValue
    return formats.list(
      here.map(({ condition, referenceValue }) => (
        <ConditionWords
          key={`${condition}${referenceValue}`}
          condition={{ condition, value: referenceValue }}
          type="bytes32"
        />
      )),
    )
  }
  const value = ({ valueLimit }: Readable): ReactNode =>
    valueLimit === 0n ? texts.valueNone : texts.valueUpTo(<CoinAmount value={valueLimit} />)
  const changed = (now: ReactNode, then: ReactNode) => (
    <>
      {now} <span data-slot="note">{renewal.insteadOf(then)}</span>
    </>
  )
  return (
    <dl data-slot="rules">
      {offsets.map((offset) => {
        const argument = argumentAt(description, offset) ?? argumentAt(before, offset)
        // Of what can be put into words it pins a pointer: that keeps other encodings out, no more.
        if (!argument && description.readable && before.readable) return null
        return (
          <Rule
            key={offset}
            name={
              argument ? (
                <ArgumentName argument={argument} description={description} />
              ) : (
                texts.word(offset)
              )
            }
            value={changed(words(description, offset), words(before, offset))}
          />
        )
      })}
      {description.valueLimit === before.valueLimit ? null : (
        <Rule
          name={texts.value(chain?.nativeCurrency.symbol ?? messages.common.nativeCoin)}
          value={changed(value(description), value(before))}
        />
      )}
    </dl>
  )
}

type Readable = Exclude<LeafDescription, { type: 'unreadable' }>

function argumentAt(side: Readable, offset: number): ArgumentDescription | undefined {
  return side.readable ? side.arguments.find((argument) => argument.offset === offset) : undefined
}
