import './styles.css'
import { render, screen, waitFor } from '@testing-library/react'
import { parseAbi } from 'viem'
import { polygonAmoy } from 'viem/chains'
import { describe, expect, test } from 'vitest'
import { addresses } from '../../stories/fixtures/addresses.ts'
import { createGrant } from '../../stories/fixtures/createGrant.ts'
import { createRenewal } from '../../stories/fixtures/createRenewal.ts'
import { KitProviders } from '../../stories/fixtures/KitProviders.tsx'
import { policies } from '../../stories/fixtures/policies.ts'
import { StoryDialog } from '../../stories/fixtures/StoryDialog.tsx'
import { states } from '../../stories/fixtures/states.ts'
import { createSessionConfig } from '../config/createSessionConfig.ts'
import { contractCall } from '../policies/contractCall.ts'
import { definePolicy } from '../policies/definePolicy.ts'
import type { DescriptorFiles } from '../policies/readDescriptors.ts'
import { SessionProvider } from '../react/SessionProvider.tsx'
import type { PreparedGrant } from '../types/PreparedGrant.ts'
import { shortHex } from './internal/shortHex.ts'
import { PolicySummary } from './PolicySummary.tsx'

const { account, mystery, nft, owner, sessionKey, shop, usdc } = addresses

async function review(grant: PreparedGrant, intents?: DescriptorFiles) {
  const dialog = <StoryDialog state={states.reviewing(grant)} />
  render(
    <KitProviders>
      {intents ? (
        <SessionProvider
          config={createSessionConfig({
            bundler: { [polygonAmoy.id]: 'http://localhost:1' },
            intents,
          })}
        >
          {dialog}
        </SessionProvider>
      ) : (
        dialog
      )}
    </KitProviders>,
  )
  const shown = await screen.findByRole('alertdialog')
  await waitFor(() => expect(shown).toBeVisible())
  return shown
}

/** What a contract calls itself, wherever it stands in words. */
const namesIn = (part: Element) => [
  ...part.querySelectorAll<HTMLElement>('[data-slot=contract-name], [data-slot=symbol]'),
]

/** Whether the address is to be seen right behind the name, or once for all in the same group or item. */
function showsAddress(name: HTMLElement): boolean {
  const head = name.closest('[data-slot=group-head]')
  if (head) return head.querySelector('[data-slot=hex]') !== null
  const address = Object.values(addresses).find((it) => it === name.title)
  if (!address) return false
  if (name.nextElementSibling?.textContent === `(${shortHex(address)})`) return true
  const around = name.closest('[data-slot=group], [data-slot=samples] li, [data-slot=difference]')
  return around?.textContent?.includes(shortHex(address)) ?? false
}

const unlimited = contractCall({
  address: usdc,
  abi: parseAbi(['function transfer(address to, uint256 amount)']),
  functionName: 'transfer',
})

describe('what a contract calls itself', () => {
  test.each([
    ['a grant', createGrant(policies.mintAndPay)],
    ['many permissions', createGrant(policies.many)],
    ['dangers', createGrant(policies.dangerous)],
    ['a renewal', createRenewal(policies.earlier, policies.later)],
    ['what others may do', createGrant(policies.mintAndPay, { kept: [keptSession()] })],
  ])('never stands without its address: %s', async (_, grant) => {
    const dialog = await review(grant)
    const names = namesIn(dialog)
    expect(names.length).toBeGreaterThan(4)
    expect(names.filter((it) => !showsAddress(it)).map((it) => it.outerHTML)).toEqual([])
  })

  test('nor in the sentence that is read out', async () => {
    const dialog = await review(createGrant(policies.mintAndPay))
    const [token, art] = [shortHex(usdc), shortHex(nft)]
    const sentence = new RegExp(
      `safeMint on .*Mock NFT.* \\(${art}\\) and send up to 1 USDC \\(${token}\\) per`,
    )
    await waitFor(() => expect(dialog).toHaveAccessibleDescription(sentence))
  })

  test.each([
    ['risks', 'Risks', createGrant(policies.dangerous)],
    ['what it may not do', 'May not do', createGrant(policies.mintAndPay)],
    ['the samples', 'Check it', createGrant(policies.mintAndPay)],
    ['what changes', 'What changes', createRenewal(policies.earlier, policies.later)],
  ])('nor in %s', async (_, name, grant) => {
    await review(grant)
    const section = await screen.findByRole('region', { name })
    expect(namesIn(section).length).toBeGreaterThan(0)
    for (const it of namesIn(section)) expect(showsAddress(it), it.outerHTML).toBe(true)
  })

  test('nor in a summary that a page shows by itself', async () => {
    const grant = createGrant(
      definePolicy({ permissions: [unlimited, ...policies.mintAndPay.permissions], expiresIn: 60 }),
    )
    const session = { chainId: polygonAmoy.id, account, owner, keyAddress: sessionKey }
    const { container } = render(
      <KitProviders>
        <PolicySummary session={{ ...session, permissions: grant.permissions }} />
      </KitProviders>,
    )
    expect(namesIn(container)).toHaveLength(3)
    for (const it of namesIn(container)) expect(showsAddress(it), it.outerHTML).toBe(true)
  })
})

/** Another session of the account, which stays. */
function keptSession() {
  const { permissions, validUntil } = createGrant(policies.mintAndPay)
  return { sessionId: 'kept', permissions, validAfter: 0, validUntil }
}

describe('a function with the selector of a well-known one', () => {
  // the selector of multicall(bytes32,bytes[])
  const abi = parseAbi(['function claimReward_akffr(address yourAccount, uint256 round)'])

  test('is shown as what it is known for, and promises nothing', async () => {
    const claimed = contractCall({
      address: mystery,
      abi,
      functionName: 'claimReward_akffr',
      args: { yourAccount: account },
    })
    const grant = createGrant(
      definePolicy({ permissions: [claimed, ...policies.mintAndPay.permissions], expiresIn: 60 }),
    )
    const dialog = await review(grant)
    const risks = await screen.findByRole('region', { name: 'Risks' })
    const danger = [...risks.querySelectorAll('[data-risk=danger]')].map((it) => it.textContent)
    expect(danger).toEqual(expect.arrayContaining([expect.stringContaining('multicall')]))
    expect(risks.textContent).not.toContain('claimReward')
    const prohibitions = await screen.findByRole('region', { name: 'May not do' })
    expect(prohibitions.textContent).not.toMatch(/other functions|approv/i)
    // what the app calls it is nowhere the name of what is called
    for (const code of dialog.querySelectorAll('[data-slot=code]'))
      if (code.textContent?.includes('claimReward'))
        expect(code.closest('[data-slot=claim]'), code.outerHTML).not.toBeNull()
  })
})

describe('ERC-7730 files as the public registry has them', () => {
  const on = (address: string) => ({
    contract: { deployments: [{ chainId: polygonAmoy.id, address }] },
  })
  const mintWords = { formats: { 'safeMint(address to)': { intent: 'Mint a bloom' } } }
  const include = { includes: './common-nft.json', context: on(nft), metadata: { owner: 'Blooms' } }

  test.each<[string, Record<string, unknown>, string | undefined]>([
    [
      'whose words stand in the file that it includes',
      { 'nft/calldata-nft.json': include, 'nft/common-nft.json': { display: mintWords } },
      'Mint a bloom',
    ],
    ['whose include is not there', { 'nft.json': include }, undefined],
    ['without `context`', { 'common.json': { display: mintWords } }, undefined],
    ['without `display`', { 'nft.json': { context: on(nft) } }, undefined],
    [
      'of formats that are none',
      { 'nft.json': { context: on(nft), display: { formats: null } } },
      undefined,
    ],
    [
      'of typed messages, beside one for the contract',
      {
        'permit.json': {
          context: { eip712: { domain: {}, schemas: [] } },
          display: { formats: { Permit: { intent: 'Permit' } } },
        },
        'nft.json': { context: on(nft), display: mintWords },
      },
      'Mint a bloom',
    ],
  ])('are shown or passed over: one %s', async (_, files, intent) => {
    const dialog = await review(createGrant(policies.mintAndPay), files as DescriptorFiles)
    await waitFor(() => expect(dialog).toHaveAccessibleName('Approve a session for example.org?'))
    const mint = await screen.findByRole('checkbox', { name: /safeMint/ })
    await waitFor(() => expect(mint).toBeVisible())
    const title = mint.closest('label')?.textContent
    if (intent) expect(title).toContain(intent)
    else expect(title).not.toContain('Mint a bloom')
    expect(dialog.textContent).toContain(shortHex(shop))
  })
})
