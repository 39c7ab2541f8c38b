/**
 * For how long a page or process that does not say that it is still there counts as there,
 * milliseconds. Should it have slept, it finds its change taken back, and sends nothing.
 */
export const leaseDuration = 15_000
