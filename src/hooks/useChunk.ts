'use client'
import { useEffect, useRef, useState } from 'react'
import type { LazyChunk } from '../utils/lazyChunk.ts'
import { whenIdle } from '../utils/whenIdle.ts'

/**
 * A part of the code, once it is there: loaded while the page is idle, or at once when it is needed.
 * A load that fails while nobody needs it is tried again when somebody does.
 */
export function useChunk<module>(
  chunk: LazyChunk<module>,
  parameters: {
    /** Who needs it now, if anybody does. For another one it is tried again. */
    neededFor: unknown
    /** It is needed, and could not be loaded. */
    onError: (error: unknown) => void
  },
): module | undefined {
  const { neededFor } = parameters
  const [module, setModule] = useState(chunk.get)
  const onError = useRef(parameters.onError)
  useEffect(() => {
    onError.current = parameters.onError
  })
  const isLoaded = module !== undefined
  useEffect(() => {
    if (isLoaded) return
    let ended = false
    const load = () =>
      void chunk.load().then(
        (module) => {
          if (!ended) setModule(module)
        },
        (error: unknown) => {
          if (!ended && neededFor !== undefined) onError.current(error)
        },
      )
    const cancel = neededFor === undefined ? whenIdle(load) : load()
    return () => {
      ended = true
      cancel?.()
    }
  }, [chunk, neededFor, isLoaded])
  return module
}
