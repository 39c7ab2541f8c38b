'use client'
import { useState } from 'react'
import { useClock } from '../../hooks/useClock.ts'

const steady = () => performance.now() / 1000
const wall = () => Date.now() / 1000

/**
 * For how many seconds something has been on the screen. The steady clock may stand still while a
 * computer sleeps, and the one on the wall may be set: it is the one that went further.
 */
export function useSecondsOf(id: string | undefined): number {
  const now = { id, steady: useClock(steady), wall: useClock(wall) }
  const [started, setStarted] = useState(now)
  if (started.id !== id) {
    setStarted(now)
    return 0
  }
  return Math.floor(Math.max(now.steady - started.steady, now.wall - started.wall))
}
