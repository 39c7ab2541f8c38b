import './styles.css'
import { render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { polygonAmoy } from 'viem/chains'
import { expect, test } from 'vitest'
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
  render(
    <KitProviders connectedTo={polygonAmoy.id}>
      <Asker />
      <SessionApprovalModal />
    </KitProviders>,
  )
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Ask' }))
  const dialog = await screen.findByRole('alertdialog')
  await waitFor(() => expect(dialog).toBeVisible())
  const alert = () => screen.getByRole('alert')
  await waitFor(() => expect(alert()).toHaveTextContent('Nothing changed on the chain.'))
  await user.click(await screen.findByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(alert()).toHaveTextContent('The chain could not be read.'))
  await user.click(await screen.findByRole('button', { name: 'Close' }))
  await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument())
  const answered = await screen.findByRole('button', { name: 'Ask ChainUnreachableError' })
  await waitFor(() => expect(answered).toBeVisible())
})
