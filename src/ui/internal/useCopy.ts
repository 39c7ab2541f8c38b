'use client'
import { useCallback, useEffect, useRef, useState } from 'react'

/** Copies a text, and says for a moment that it did. */
export function useCopy(text: string): { copied: boolean; copy(): void } {
  const [copied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = useCallback(() => {
    // without a secure context there is no clipboard; the text stays selectable
    void navigator.clipboard?.writeText(text).then(
      () => {
        setCopied(true)
        clearTimeout(timer.current)
        timer.current = setTimeout(() => setCopied(false), 2_000)
      },
      () => undefined,
    )
  }, [text])
  return { copied, copy }
}
