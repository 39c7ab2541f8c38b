'use client'
import { useEffect, useState } from 'react'

/** This machine's clock, Unix seconds; looks again every `interval` milliseconds. */
export function useNow(interval = 15_000): number {
  const [now, setNow] = useState(() => Math.floor(Date.now() / 1000))
  useEffect(() => {
    const timer = setInterval(() => setNow(Math.floor(Date.now() / 1000)), interval)
    return () => clearInterval(timer)
  }, [interval])
  return now
}
