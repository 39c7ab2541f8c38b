import { BaseError } from './BaseError.ts'

/** A rule was asked for on an argument whose place in the calldata the caller may choose. */
export class DynamicArgumentError extends BaseError {
  override name = 'DynamicArgumentError'
  readonly argument: string
  constructor(options: {
    signature: string
    argument: string
    type: string
    /** The dynamic argument before it, whose length moves it. */
    behind?: string | undefined
  }) {
    const { signature, argument, type, behind } = options
    super(
      behind === undefined
        ? `\`${argument}\` of \`${signature}\` is a \`${type}\`, which Smart Account V2 cannot check.`
        : `\`${argument}\` of \`${signature}\` lies behind \`${behind}\`, so Smart Account V2 cannot check it.`,
      {
        metaMessages: [
          behind === undefined
            ? 'Its modules compare 32-byte words at fixed places, and the caller chooses where a string, bytes or dynamic array lies. A rule there could be sidestepped.'
            : `Its modules compare 32-byte words at fixed places, and this one moves with the length of \`${behind}\`. Only the first dynamic argument of each level has a place.`,
          'Fix: leave the argument out of `args` (it will be shown as unrestricted), or call a function that takes fixed-size arguments.',
        ],
      },
    )
    this.argument = argument
  }
}
