'use client'
import { isHex } from 'viem'
import { shortHex } from '../internal/shortHex.ts'

export interface TextWithHexProps {
  text: string
}

/** A text whose addresses and hashes are short, so that they do not break it; in full one hover away. */
export function TextWithHex({ text }: TextWithHexProps) {
  return text.split(/(0x[0-9a-f]{40,64})\b/i).map((part, i) =>
    i % 2 && isHex(part) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
      <bdi key={i} data-slot="hex" title={part}>
        {shortHex(part)}
      </bdi>
    ) : (
      part
    ),
  )
}
