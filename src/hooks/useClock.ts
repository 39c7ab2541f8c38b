'use client'
import { useEffect, useState } from 'react'

/**
 * What a clock says, read again every 15 seconds, and whenever `read` is another function.
 *
 * @param subscribe tells of when the clock was set.
 */
export function useClock(
  read: () => number,
  subscribe?: ((onChange: () => void) => () => void) | undefined,
): number {
  const [now, setNow] = useState(read)
  useEffect(() => {
    const look = () => setNow(read())
    look()
    const timer = setInterval(look, 15_000)
    const unsubscribe = subscribe?.(look)
    return () => {
      clearInterval(timer)
      unsubscribe?.()
    }
  }, [read, subscribe])
  return now
}
