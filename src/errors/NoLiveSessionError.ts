import { BaseError } from './BaseError.ts'

/** The account has no session that can be used now. */
export class NoLiveSessionError extends BaseError {
  override name = 'NoLiveSessionError'
  constructor({ account, chainId }: { account: string; chainId: number }) {
    super(`The account ${account} has no live session on chain ${chainId}.`, {
      metaMessages: [
        'Ask for one first: grantSession(), or request() of useSessionKey().',
        'Nothing was sent.',
      ],
    })
  }
}
