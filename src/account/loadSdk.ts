import { SdkUnavailableError } from '../errors/SdkUnavailableError.ts'

type Sdk = typeof import('@biconomy/account')

let loading: Promise<Sdk> | undefined

/**
 * The one door to `@biconomy/account`. It is imported when it is first needed, because it weighs
 * more than the rest of the kit, and because it reads `process.env` when it is evaluated, which a
 * page does not have.
 *
 * @throws SdkUnavailableError
 */
export function loadSdk(): Promise<Sdk> {
  const scope = globalThis as { process?: { env?: Record<string, string | undefined> } }
  scope.process ??= { env: {} }
  scope.process.env ??= {}
  loading ??= import('@biconomy/account').catch((cause: unknown) => {
    // some browsers load a chunk the next time, others not before the page is loaded anew
    loading = undefined
    throw new SdkUnavailableError({ cause })
  })
  return loading
}
