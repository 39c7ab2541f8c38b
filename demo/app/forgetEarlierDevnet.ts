const place = 'mintery.run'

/**
 * Each start of the demo is a new chain at the same chain id, and addresses come out the same. What
 * an earlier run stored is about a chain that is gone; on a chain that lives on, keep it.
 */
export async function forgetEarlierDevnet(run: string): Promise<void> {
  if (localStorage.getItem(place) === run) return
  await new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase('grantkit')
    request.onsuccess = () => resolve()
    request.onerror = () => resolve()
    // another tab holds it open, and is about to find its chain gone
    request.onblocked = () => resolve()
  })
  localStorage.setItem(place, run)
}
