import './styles.css'
import { useState } from 'react'
import { polygonAmoy } from 'viem/chains'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { useConnection } from 'wagmi'
import { addresses } from '../../stories/fixtures/addresses.ts'
import { KitProviders } from '../../stories/fixtures/KitProviders.tsx'
import { policies } from '../../stories/fixtures/policies.ts'
import { useSessionConfig } from '../hooks/useSessionConfig.ts'
import { SessionApprovalModal } from './SessionApprovalModal.tsx'

function Asker() {
  const { approvals } = useSessionConfig()
  const { isConnected } = useConnection()
  const [answer, setAnswer] = useState('')
  const ask = () => {
    approvals
      .open({ policy: policies.mintAndPay, chainId: polygonAmoy.id, owner: addresses.owner })
      .then(
        () => setAnswer('granted'),
        (error: Error) => setAnswer(error.name),
      )
  }
  return isConnected ? (
    <button type="button" onClick={ask}>
      Ask {answer}
    </button>
  ) : null
}

test('the modal opens for a request, says why it failed, and answers who asked', async () => {
  const screen = await render(
    <KitProviders connectedTo={polygonAmoy.id}>
      <Asker />
      <SessionApprovalModal />
    </KitProviders>,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Ask' }))
  await expect.element(screen.getByRole('alertdialog')).toBeVisible()
  const alert = screen.getByRole('alert')
  await expect.element(alert).toHaveTextContent('Nothing changed on the chain.')
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await expect.element(alert).toHaveTextContent('The chain could not be read.')
  await userEvent.click(screen.getByRole('button', { name: 'Close' }))
  await expect.element(screen.getByRole('alertdialog')).not.toBeInTheDocument()
  await expect
    .element(screen.getByRole('button', { name: 'Ask ChainUnreachableError' }))
    .toBeVisible()
})
