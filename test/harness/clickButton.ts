import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { eventually } from './createReactDapp.tsx'

/** Clicks a button once it is there and enabled: what Approve waits for is said while it is disabled. */
export async function clickButton(name: string | RegExp): Promise<void> {
  const button = () => screen.queryByRole('button', { name })
  await eventually(() => button()?.getAttribute('aria-disabled')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name }))
}
