'use client'
import { useState } from 'react'
import { useClock } from '../../hooks/useClock.ts'

const steady = () => performance.now() / 1000
const wall = () => Date.now() / 1000
const begin = (id: string | undefined) => ({ id, steady: steady(), wall: wall() })

/**
 * For how many seconds something has been on the screen. The steady clock may stand still while a
 * computer sleeps, and the one on the wall may be set: it is the one that went further.
 */
export function useSecondsOf(id: string | undefined): number {
  const now = { steady: useClock(steady), wall: useClock(wall) }
  const [begun, setBegun] = useState(() => begin(id))
  if (begun.id !== id) {
    setBegun(begin(id))
    return 0
  }
  // it may have begun since the clocks were looked at
  return Math.floor(Math.max(now.steady - begun.steady, now.wall - begun.wall, 0))
}
