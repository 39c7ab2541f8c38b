import { useEffect, useState } from 'react'
import { themes } from '../app/themes.ts'

export type Theme = (typeof themes)[number]

const place = 'mintery.theme'

/** The theme that the user chose; `system` follows the device. */
export function useTheme(): [Theme, (next: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(
    () => themes.find((it) => it === localStorage.getItem(place)) ?? 'system',
  )
  useEffect(() => {
    localStorage.setItem(place, theme)
    document.documentElement.dataset.theme = theme
  }, [theme])
  return [theme, setTheme]
}
