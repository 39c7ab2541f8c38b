import { describeError } from '../app/describeError.ts'

interface ErrorNoteProps {
  error: unknown
  /** What to do, where that is known better than from the error alone. */
  next?: string | undefined
  /** A way out, if there is one. */
  action?: { label: string; onClick(): void } | undefined
}

/** What went wrong, in plain words, and what to do. */
export function ErrorNote({ error, next, action }: ErrorNoteProps) {
  const described = describeError(error)
  const { what, details, isDeclined } = described
  return (
    <div
      className="note"
      data-tone={isDeclined ? 'neutral' : 'danger'}
      role={isDeclined ? 'status' : 'alert'}
    >
      <p className="note-what">{what}</p>
      <p>{next ?? described.next}</p>
      {action && (
        <button type="button" className="button small" onClick={action.onClick}>
          {action.label}
        </button>
      )}
      {!isDeclined && details && details !== what && (
        <details>
          <summary>Details</summary>
          <pre>{details}</pre>
        </details>
      )}
    </div>
  )
}
