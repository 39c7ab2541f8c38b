'use client'
import type { ReactNode } from 'react'
import { knownFunctions } from '../../policies/knownFunctions.ts'
import type { LeafDescription } from '../../policies/LeafDescription.ts'
import { transferOf } from '../../policies/transferOf.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from './AddressText.tsx'
import { CoinAmount } from './CoinAmount.tsx'
import { ConditionWords } from './ConditionWords.tsx'
import { RawUnitsNote } from './RawUnitsNote.tsx'

export interface PermissionDetailsProps {
  description: LeafDescription
}

/** Every rule of a leaf: one line for each argument, and one for coins that are sent along. */
export function PermissionDetails({ description }: PermissionDetailsProps) {
  const { messages, formats, chain } = useUi()
  const texts = messages.permissions
  if (description.type === 'unreadable') {
    const { claim, sessionValidationModule } = description
    return claim ? (
      <dl data-slot="rules">
        <Rule
          name={texts.customClaim}
          value={
            <q data-slot="claim" dir="auto">
              {claim.text}
            </q>
          }
        />
        <Rule name={texts.customTarget} value={<AddressText address={claim.target} actions />} />
        <Rule
          name={texts.customModule}
          value={
            <>
              <q data-slot="claim" dir="auto">
                {claim.name}
              </q>{' '}
              <AddressText address={sessionValidationModule} actions />
            </>
          }
        />
      </dl>
    ) : null
  }
  const transfer = transferOf(description)
  if (transfer) {
    const to = transfer.to ? (
      <AddressText address={transfer.to} actions />
    ) : (
      <span data-risk="danger">{texts.anybody}</span>
    )
    return (
      <>
        <dl data-slot="rules">
          <Rule name={texts.to} value={to} />
        </dl>
        <RawUnitsNote token={transfer.token} />
      </>
    )
  }
  const { valueLimit } = description
  const amountOffset = amountOffsetOf(description)
  const value =
    valueLimit === 0n ? texts.valueNone : texts.valueUpTo(<CoinAmount value={valueLimit} />)
  const rawRules =
    description.type === 'contract-call' && !description.readable ? description.rawRules : []
  return (
    <dl data-slot="rules">
      {description.arguments.map(({ name, type, offset, conditions, unrestricted }) => (
        <Rule
          key={name}
          name={<bdi>{name || type}</bdi>}
          value={
            unrestricted ? (
              <span data-risk={type === 'address' ? 'warning' : undefined}>
                {type === 'address' ? texts.anyAddress : texts.anyValue}
              </span>
            ) : (
              formats.list(
                conditions
                  .filter(({ implied }) => !implied)
                  .map((condition) => (
                    <ConditionWords
                      key={condition.raw}
                      condition={condition}
                      type={type}
                      token={offset === amountOffset ? description.target : undefined}
                    />
                  )),
              )
            )
          }
        />
      ))}
      {rawRules.map(({ offset, condition, referenceValue }) => (
        <Rule
          key={`${offset}${condition}${referenceValue}`}
          name={texts.word(offset)}
          value={<ConditionWords condition={{ condition, value: referenceValue }} type="bytes32" />}
        />
      ))}
      <Rule
        name={texts.value(chain?.nativeCurrency.symbol ?? messages.common.nativeCoin)}
        value={value}
      />
    </dl>
  )
}

/** Where a well-known function takes its amount, in bytes. */
function amountOffsetOf(description: LeafDescription): number | undefined {
  if (description.type !== 'contract-call' || description.source !== 'well-known') return undefined
  const word = knownFunctions[description.selector]?.amount
  return word === undefined ? undefined : word * 32
}

function Rule({ name, value }: { name: ReactNode; value: ReactNode }) {
  return (
    <div data-slot="rule">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
