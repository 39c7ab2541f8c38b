import { BaseError } from './BaseError.ts'

/** Several functions of the ABI share the name. */
export class AmbiguousFunctionError extends BaseError {
  override name = 'AmbiguousFunctionError'
  readonly functionName: string
  constructor(options: { functionName: string; signatures: readonly string[] }) {
    super(`The ABI has several functions \`${options.functionName}\`.`, {
      metaMessages: [
        `Fix: name one by its full signature: ${options.signatures.map((s) => `'${s}'`).join(' or ')}.`,
      ],
    })
    this.functionName = options.functionName
  }
}
