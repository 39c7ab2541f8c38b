interface StepsProps {
  /** `undefined` while it is not known. */
  isFunded: boolean | undefined
  isAllowed: boolean
  hasMinted: boolean
}

/** The way from the door to the first bloom. */
export function Steps({ isFunded, isAllowed, hasMinted }: StepsProps) {
  const steps = [
    { label: 'Connect', done: true },
    { label: 'Get test funds', done: isFunded === true },
    { label: 'Approve once', done: isAllowed },
    { label: 'Mint in one click', done: isAllowed && hasMinted },
  ]
  const current = isFunded === undefined ? -1 : steps.findIndex(({ done }) => !done)
  return (
    <ol className="steps" aria-label="How far you are">
      {steps.map(({ label, done }, index) => {
        const state = done ? 'done' : index === current ? 'current' : 'to-do'
        return (
          <li
            key={label}
            data-state={state}
            aria-current={state === 'current' ? 'step' : undefined}
          >
            <span className="step-mark" aria-hidden="true">
              {done ? '✓' : index + 1}
            </span>
            {label}
            {done && <span className="sr"> (done)</span>}
          </li>
        )
      })}
    </ol>
  )
}
