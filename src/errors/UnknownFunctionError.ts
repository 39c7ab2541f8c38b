import { BaseError } from './BaseError.ts'

/** The ABI has no function of this name or signature. */
export class UnknownFunctionError extends BaseError {
  override name = 'UnknownFunctionError'
  readonly functionName: string
  constructor(options: { functionName: string; known: readonly string[] }) {
    const { functionName, known } = options
    super(`The ABI has no function \`${functionName}\`.`, {
      metaMessages: [
        known.length
          ? `It has: ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}.`
          : 'It has no functions at all.',
        'Fix: check the spelling, and that this is the ABI of that contract.',
      ],
    })
    this.functionName = functionName
  }
}
