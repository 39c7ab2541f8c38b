import { createContext } from 'react'
import type { DemoDevnet } from '../DemoDevnet.ts'

/** Where the shop and its contracts are. */
export const ShopContext = createContext<DemoDevnet | undefined>(undefined)
