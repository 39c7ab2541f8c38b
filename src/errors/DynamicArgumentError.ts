import { BaseError } from './BaseError.ts'

/** A rule was asked for on an argument whose place in the calldata the caller may choose. */
export class DynamicArgumentError extends BaseError {
  override name = 'DynamicArgumentError'
  readonly argument: string
  constructor(options: { signature: string; argument: string; type: string }) {
    super(
      `\`${options.argument}\` of \`${options.signature}\` is a \`${options.type}\`, which Smart Account V2 cannot check.`,
      {
        metaMessages: [
          'Its modules compare 32-byte words at fixed places, and the caller chooses where a string, bytes or dynamic array lies. A rule there could be sidestepped.',
          'Fix: leave the argument out of `args` (it will be shown as unrestricted), or call a function that takes fixed-size arguments.',
        ],
      },
    )
    this.argument = options.argument
  }
}
