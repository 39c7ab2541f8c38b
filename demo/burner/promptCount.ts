const place = 'mintery.prompts'
const listeners = new Set<() => void>()

/** How often the burner wallet has asked its user, in this tab. */
export const promptCount = {
  get: () => Number(sessionStorage.getItem(place) ?? 0),
  increase() {
    sessionStorage.setItem(place, String(promptCount.get() + 1))
    for (const listener of [...listeners]) listener()
  },
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}
