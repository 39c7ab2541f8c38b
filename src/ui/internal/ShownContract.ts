'use client'
import { createContext } from 'react'
import type { Address } from 'viem'

/** The contract whose address stands already for everything inside, as at the head of a group. */
export const ShownContract = createContext<Address | undefined>(undefined)
