'use client'

const lines = ['90%', '75%', '100%', '60%', '85%']

/** Stands in for the review until it is ready. */
export function Loading() {
  return (
    <div data-slot="skeleton" aria-hidden="true">
      {lines.map((width) => (
        <span key={width} style={{ inlineSize: width }} />
      ))}
    </div>
  )
}
