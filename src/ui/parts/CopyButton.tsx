'use client'
import { useCopy } from '../internal/useCopy.ts'
import { useUi } from '../internal/useUi.ts'
import { Icon } from './Icon.tsx'

export interface CopyButtonProps {
  text: string
}

/** Copies a text, which is part of its name so that it can also be read out in full. */
export function CopyButton({ text }: CopyButtonProps) {
  const { messages } = useUi()
  const { copied, copy } = useCopy(text)
  const label = copied ? messages.common.copied : messages.common.copy(text)
  return (
    <button type="button" data-slot="icon-button" aria-label={label} title={label} onClick={copy}>
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  )
}
