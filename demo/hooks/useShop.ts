import { useContext } from 'react'
import { ShopContext } from '../app/ShopContext.ts'
import type { DemoDevnet } from '../DemoDevnet.ts'

/** Where the shop and its contracts are. */
export function useShop(): DemoDevnet {
  const shop = useContext(ShopContext)
  if (!shop) throw new Error('There is no shop outside of <Providers>.')
  return shop
}
