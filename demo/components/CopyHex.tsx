import { useEffect, useState } from 'react'
import { shortHex } from '../app/shortHex.ts'

/** A short hash or address that copies the whole one. */
export function CopyHex({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <button
      type="button"
      className="hex"
      title={value}
      data-copy={label}
      data-value={value}
      onClick={() =>
        void navigator.clipboard.writeText(value).then(
          () => setCopied(true),
          () => undefined,
        )
      }
    >
      {copied ? 'copied' : shortHex(value)}
      <span className="sr">, copy {label}</span>
    </button>
  )
}
