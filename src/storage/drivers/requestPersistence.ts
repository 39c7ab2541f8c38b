/**
 * Asks the browser not to delete this site's data when space runs short. Safari, for one, deletes
 * what scripts stored after seven days without a visit. A refusal changes nothing.
 */
export function requestPersistence(): void {
  try {
    // Workers have `storage` without `persist`.
    globalThis.navigator?.storage?.persist?.().catch(() => {})
  } catch {
    // Denied outright in some embedded pages.
  }
}
