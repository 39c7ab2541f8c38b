import { BaseError } from './BaseError.ts'

/** `args` names something that the function does not have. */
export class UnknownArgumentError extends BaseError {
  override name = 'UnknownArgumentError'
  /** Where in `args`, such as `order.maker`. */
  readonly argument: string
  constructor(options: { signature: string; argument: string; known: readonly string[] }) {
    super(`\`${options.signature}\` has no argument \`${options.argument}\`.`, {
      metaMessages: [
        options.known.length
          ? `It has: ${options.known.slice(0, 20).join(', ')}${options.known.length > 20 ? ', …' : ''}.`
          : 'It has none there.',
        'Fix: name arguments as the ABI does; unnamed ones by their index ("0", "1").',
      ],
    })
    this.argument = options.argument
  }
}
