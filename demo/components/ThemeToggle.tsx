import { themes } from '../app/themes.ts'
import { useTheme } from '../hooks/useTheme.ts'

const icons = { system: '◐', light: '☀', dark: '☾' } as const

/** System, light, dark, and round again. */
export function ThemeToggle() {
  const [theme, setTheme] = useTheme()
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={`Theme: ${theme}. Switch to ${next}`}
      title={`Theme: ${theme}`}
      onClick={() => setTheme(next)}
    >
      <span aria-hidden="true">{icons[theme]}</span>
    </button>
  )
}
