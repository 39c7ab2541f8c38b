import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, onTestFinished, test } from 'vitest'
import { useSessionApproval } from '../../src/hooks/useSessionApproval.ts'
import { useSessionKey } from '../../src/hooks/useSessionKey.ts'
import { useSessions } from '../../src/hooks/useSessions.ts'
import type { Policy } from '../../src/types/Policy.ts'
import { createReactDapp, createStory, eventually } from '../harness/createReactDapp.tsx'

function Page({ policy }: { policy: Policy }) {
  const { status } = useSessionKey({ policy })
  const { state } = useSessionApproval()
  const { data } = useSessions()
  return [status, state.status, data?.length].join(' ')
}

test('a page that a server rendered goes on without a mismatch', async () => {
  const story = createStory()
  const policy = story.mintPolicy(story.shop)
  const tree = ({ wrapper: Wrapper }: Awaited<ReturnType<typeof createReactDapp>>) => (
    <Wrapper>
      <Page policy={policy} />
    </Wrapper>
  )
  // a server knows no wallet, and shares nothing with the page
  const server = await createReactDapp({ connected: false, ssr: true })
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = renderToString(tree(server))
  expect(container.textContent).toBe('disconnected idle ')

  const memories = new Map<string, string>()
  const { wallet } = await createReactDapp({ memories })
  const page = await createReactDapp({ memories, wallet, connected: false, ssr: true })
  const mismatches: unknown[] = []
  const root = hydrateRoot(container, tree(page), {
    onRecoverableError: (error) => mismatches.push(error),
  })
  onTestFinished(() => {
    root.unmount()
    container.remove()
  })
  await eventually(() => container.textContent).toBe('absent idle 0')
  expect(mismatches).toEqual([])
})
