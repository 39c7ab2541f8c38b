/**
 * What cannot be cancelled can be limited: rejects when the time is up, and what comes of the promise
 * later is thrown away.
 */
export async function within<value>(
  promise: Promise<value>,
  /** Milliseconds. */
  limit: number,
  /** What to say then. */
  late: () => Error,
): Promise<value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limit)
  })
  try {
    return await Promise.race([promise, silence])
  } finally {
    clearTimeout(timer)
  }
}
