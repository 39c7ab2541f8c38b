import { ChunkLoadError } from '../errors/chunkErrors.ts'

/**
 * A part of the code that is not in the page's first script. It is loaded while the page is idle,
 * or when it is needed before.
 */
export interface LazyChunk<module> {
  /** What was loaded; nothing before. */
  get(): module | undefined
  /**
   * Loads it, once for all who ask. What failed is tried again by the next who asks.
   * @throws ChunkLoadError
   */
  load(): Promise<module>
}

/** @param name how an error calls it: "the approval" */
export function lazyChunk<module>(
  name: string,
  importer: () => Promise<module>,
): LazyChunk<module> {
  let loaded: module | undefined
  let loading: Promise<module> | undefined
  return {
    get: () => loaded,
    load() {
      loading ??= importer().then(
        (module) => {
          loaded = module
          return module
        },
        (cause: unknown) => {
          loading = undefined
          throw new ChunkLoadError({ chunk: name, cause })
        },
      )
      return loading
    },
  }
}
