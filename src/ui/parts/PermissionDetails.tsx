'use client'
import type { ContractCallDescription, LeafDescription } from '../../policies/LeafDescription.ts'
import { plainText } from '../../policies/plainText.ts'
import { transferOf } from '../../policies/transferOf.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from './AddressText.tsx'
import { ArgumentName } from './ArgumentName.tsx'
import { ArgumentRules } from './ArgumentRules.tsx'
import { Claim } from './Claim.tsx'
import { CoinAmount } from './CoinAmount.tsx'
import { ConditionWords } from './ConditionWords.tsx'
import { RawUnitsNote } from './RawUnitsNote.tsx'
import { Rule } from './Rule.tsx'

export interface PermissionDetailsProps {
  description: LeafDescription
}

/** Every rule of a leaf: one line for each argument, and one for coins that are sent along. */
export function PermissionDetails({ description }: PermissionDetailsProps) {
  const { messages, chain } = useUi()
  const texts = messages.permissions
  if (description.type === 'unreadable') {
    const { claim, sessionValidationModule } = description
    return claim ? (
      <dl data-slot="rules">
        <Rule name={texts.customClaim} value={<Claim>{claim.text}</Claim>} />
        <Rule
          name={texts.customTarget}
          value={<AddressText address={claim.target} actions plain />}
        />
        <Rule
          name={texts.customModule}
          value={
            <>
              <Claim>{claim.name}</Claim> <AddressText address={sessionValidationModule} actions />
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
  const value =
    valueLimit === 0n ? texts.valueNone : texts.valueUpTo(<CoinAmount value={valueLimit} />)
  const rawRules =
    description.type === 'contract-call' && !description.readable ? description.rawRules : []
  return (
    <dl data-slot="rules">
      {description.type === 'contract-call' && description.source === 'abi' ? (
        <Rule name={texts.function} value={<NamedFunction description={description} />} />
      ) : null}
      {description.arguments.map((argument) => (
        <Rule
          key={argument.name}
          name={<ArgumentName argument={argument} description={description} />}
          value={<ArgumentRules argument={argument} description={description} />}
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

/** What the chain checks, and what the app says that it is. */
function NamedFunction({ description }: { description: ContractCallDescription }) {
  const { selector, signature } = description
  return useUi().messages.permissions.namedByApp(
    <code data-slot="code" dir="ltr">
      {selector}
    </code>,
    <Claim>
      <bdi dir="ltr">{plainText(signature)}</bdi>
    </Claim>,
  )
}
