import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, screen, userEvent, waitFor, within } from 'storybook/test'
import { sepolia } from 'viem/chains'
import { SessionProvider } from '../src/exports/index.ts'
import { configWithIntents } from './fixtures/configWithIntents.ts'
import { createGrant } from './fixtures/createGrant.ts'
import { createRenewal } from './fixtures/createRenewal.ts'
import { errors } from './fixtures/errors.ts'
import { otherSessions } from './fixtures/otherSessions.ts'
import { policies } from './fixtures/policies.ts'
import { StoryDialog } from './fixtures/StoryDialog.tsx'
import { states } from './fixtures/states.ts'

const meta = {
  title: 'Approval/SessionApprovalDialog',
  component: StoryDialog,
  args: {
    state: states.reviewing(),
    onApprove: fn(),
    onClose: fn(),
    onStopWaiting: fn(),
    onRetry: fn(),
  },
} satisfies Meta<typeof StoryDialog>
export default meta
type Story = StoryObj<typeof meta>

function failToRender(): never {
  throw new Error('This text cannot be made.')
}

const findDialog = () => screen.findByRole('alertdialog')
async function inDialog() {
  return within(await findDialog())
}

/** The account is looked at; there is nothing to approve yet. */
export const Loading: Story = {
  args: { state: states.loading() },
  async play({ args }) {
    const dialog = await findDialog()
    await expect(dialog).toHaveAccessibleName(/^Approve a session for/)
    await expect(dialog).toHaveAccessibleDescription(/Looking at your account/)
    const approve = await (await inDialog()).findByRole('button', { name: 'Approve' })
    await expect(approve).toHaveAttribute('aria-disabled', 'true')
    await expect(approve).toHaveAccessibleDescription('Wait until the request is ready.')
    await userEvent.click(approve)
    await expect(args.onApprove).not.toHaveBeenCalled()
  },
}

/** What the demo asks for: mint to the own account, and pay a shop. */
export const Reviewing: Story = {
  async play({ args }) {
    const dialog = await findDialog()
    const { getByRole, getByText } = within(dialog)
    await expect(dialog).toHaveAccessibleName('Approve a session for example.org?')
    await expect(dialog).toHaveAccessibleDescription(
      /^Let example.org call safeMint on Mock NFT \(0x\S+\) and send up to 1 USDC \(0x\S+\) per call to 0x.* until .* \(in 26 hours\)\.$/,
    )
    await expect(getByRole('status')).toBeEmptyDOMElement()
    await waitFor(() => expect(getByRole('button', { name: 'Cancel' })).toHaveFocus())
    await expect(getByText('Paid by the app.')).toBeVisible()
    const samples = getByRole('region', { name: 'Check it' })
    await expect(samples).toHaveTextContent(/Send 0\.5 USDC \(0x\S+\) to 0x\S+allowed/)
    await expect(samples).toHaveTextContent(
      /Send 2 USDC \(0x\S+\) to 0x\S+at most 1 USDC per callblocked/,
    )
    await expect(samples).toHaveTextContent(/Send 0\.5 USDC \(0x\S+\) to somebody else.*blocked/)
    await expect(getByRole('region', { name: 'May not do' })).toHaveTextContent(
      /other functions of Mock NFT \(0x\S+\) and USD Coin \(0x\S+\)/,
    )
    await expect(args.onApprove).not.toHaveBeenCalled()
  },
}

/** A permission that is left out is not in the sentence, and not in what is signed. */
export const LeavingOut: Story = {
  async play({ args }) {
    const dialog = await findDialog()
    const { findByRole, getByRole, getByText, queryByText } = within(dialog)
    await userEvent.click(await findByRole('checkbox', { name: 'Send up to 1 USDC per call' }))
    await expect(dialog).toHaveAccessibleDescription(
      /^Let example.org call safeMint on Mock NFT \(0x\S+\) without/,
    )
    await expect(getByText('Left out')).toBeVisible()
    await expect(getByText('Changed by you')).toBeVisible()

    await userEvent.click(getByRole('button', { name: 'Reset' }))
    await expect(queryByText('Changed by you')).toBeNull()
    await expect(dialog).toHaveAccessibleDescription(/1 USDC/)

    await userEvent.click(getByRole('checkbox', { name: 'Call safeMint' }))
    await expect(args.onApprove).not.toHaveBeenCalled()
  },
}

/** Nothing left is no session: the checkbox says so, and what was there stays. */
export const NothingLeft: Story = {
  async play() {
    const { findByRole, getByRole } = await inDialog()
    await userEvent.click(await findByRole('checkbox', { name: 'Call safeMint' }))
    const last = getByRole('checkbox', { name: 'Send up to 1 USDC per call' })
    await userEvent.click(last)
    await expect(last).toBeChecked()
    await expect(last).toBeInvalid()
    await expect(getByRole('alert')).toBeVisible()
    await expect(last).toHaveAccessibleDescription(/permission/)
  },
}

export const Required: Story = {
  args: { state: states.reviewing(createGrant(policies.required)) },
  async play() {
    const { findByText, queryByRole } = await inDialog()
    await expect(await findByText('Required')).toBeVisible()
    await expect(queryByRole('checkbox', { name: 'Call safeMint' })).toBeNull()
  },
}

/** Presets shorten; none makes it longer than asked. */
export const EndingSooner: Story = {
  async play() {
    const dialog = await findDialog()
    const { findByRole, getAllByRole, getByRole } = within(dialog)
    await userEvent.click(await findByRole('radio', { name: '1 hour' }))
    await expect(dialog).toHaveAccessibleDescription(/\(in 1 hour\)\.$/)
    await expect(getByRole('region', { name: 'Until' })).toHaveTextContent(/in 1 hour/)
    await expect(getAllByRole('radio')).toHaveLength(4)
    await expect(getByRole('radio', { name: 'As asked (26 hours)' })).not.toBeChecked()
  },
}

/** Each argument in words, and native value. */
export const Rules: Story = {
  args: { state: states.reviewing(createGrant(policies.rules)) },
  async play() {
    const { findByRole } = await inDialog()
    const may = await findByRole('region', { name: 'May do' })
    await expect(may).toHaveTextContent(/field\s*at most 63/)
    await expect(may).toHaveTextContent(/capture\s*only no/)
    await expect(may).toHaveTextContent(/POL sent along\s*up to 0.01 POL per call/)
    await expect(await findByRole('region', { name: 'May not do' })).not.toHaveTextContent(
      /Send POL/,
    )
  },
}

/** A function that nobody knows is not harmless: what it may do is noted, and nothing is promised of it. */
export const UnknownFunctions: Story = {
  args: { state: states.reviewing(createGrant(policies.unknownFunctions)) },
  async play() {
    const { findByRole, getByRole } = await inDialog()
    const risks = await findByRole('region', { name: 'Risks' })
    const texts = [
      /Note This may go to whoever the key names: nothing fixes tokenIn, receiver on 0x/,
      /Note There is no limit to amountIn, minOut in swapSingle on 0x/,
      /Note swapSingle on 0x.* may trade at any price/,
      /Note claimPrize_k3x on 0x.* may make other calls/,
    ]
    for (const text of texts) await expect(risks).toHaveTextContent(text)
    const mayNot = getByRole('region', { name: 'May not do' })
    await expect(mayNot).not.toHaveTextContent(/approve or permit|other contracts/)
    await expect(mayNot).toHaveTextContent(/Call your account itself, or its modules/)
  },
}

/** Dangers wait to be confirmed, each of them; an unknown root too. */
export const Dangerous: Story = {
  args: {
    state: states.reviewing(
      createGrant(policies.dangerous, { unknownRoot: `0x${'ab'.repeat(32)}` }),
    ),
  },
  async play({ args }) {
    const { findByRole, getAllByRole, getByRole } = await inDialog()
    const approve = await findByRole('button', { name: 'Approve' })
    await expect(approve).toHaveAttribute('aria-disabled', 'true')
    await expect(approve).toHaveAccessibleDescription(/^Confirm the \d+ risks above/)
    await userEvent.click(approve)
    await expect(args.onApprove).not.toHaveBeenCalled()
    const boxes = getAllByRole('checkbox', { name: 'I understand, and want this' })
    await expect(boxes[0]).toHaveFocus()
    await expect(boxes[0]).toBeInvalid()
    await expect(boxes[0]).toHaveAccessibleDescription(/Danger.*Confirm this to approve/)
    for (const box of boxes) await userEvent.click(box)
    await expect(getByRole('button', { name: 'Approve' })).not.toHaveAttribute('aria-disabled')
    await expect(approve).not.toHaveAccessibleDescription(/./)
    await expect(args.onApprove).not.toHaveBeenCalled()
  },
}

/** The account holds coin: the key could spend it on fees, whatever the permissions say. */
export const FeesSpendBalance: Story = {
  args: {
    state: states.reviewing(
      createGrant(policies.mintAndPay, { balance: 2n * 10n ** 18n, deposit: 5n * 10n ** 17n }),
    ),
  },
  async play({ args }) {
    const { findByRole, getByRole } = await inDialog()
    const risks = await findByRole('region', { name: 'Risks' })
    await expect(risks).toHaveTextContent(/spend all 2\.5 POL of your account on network fees/)
    await expect(getByRole('region', { name: 'May not do' })).not.toHaveTextContent(/Send POL/)
    const approve = getByRole('button', { name: 'Approve' })
    await expect(approve).toHaveAttribute('aria-disabled', 'true')
    await userEvent.click(
      within(risks).getByRole('checkbox', { name: 'I understand, and want this' }),
    )
    await expect(approve).not.toHaveAttribute('aria-disabled')
    await expect(args.onApprove).not.toHaveBeenCalled()
  },
}

/** Batches need the router, and while it is enabled anybody can spend the account's coin on fees. */
export const BatchRouter: Story = {
  args: { state: states.reviewing(createGrant({ ...policies.mintAndPay, batch: true })) },
  async play({ args }) {
    const { findByRole, getByRole } = await inDialog()
    const risks = await findByRole('region', { name: 'Risks' })
    await expect(risks).toHaveTextContent(/anybody can make your account spend its POL/)
    await expect(getByRole('region', { name: 'Gas' })).toHaveTextContent(
      /Paid by the app.*the key can spend POL in your account on network fees/,
    )
    await expect(getByRole('button', { name: 'Approve' })).toHaveAttribute('aria-disabled', 'true')
    await expect(args.onApprove).not.toHaveBeenCalled()
  },
}

/** What the dapp calls a function stands beside its name, also where only the selector is known. */
export const Intents: Story = {
  args: { state: states.reviewing(createGrant(policies.intents)) },
  decorators: [
    (Story) => (
      <SessionProvider config={configWithIntents}>
        <Story />
      </SessionProvider>
    ),
  ],
  async play() {
    const dialog = await findDialog()
    const { findByRole, getByRole } = within(dialog)
    const mint = await findByRole('checkbox', { name: /^Call safeMint, which the app calls/ })
    await expect(mint.closest('label')).toHaveTextContent(
      'Call safeMint, which the app calls Mint a bloom',
    )
    const raw = getByRole('checkbox', { name: /^Call the function 0xdeadbeef, which is not known/ })
    await expect(raw.closest('li')).toHaveTextContent(/which the app calls Water the garden/)
    await expect(raw.closest('li')).toHaveAttribute('data-risk', 'danger')
    // the sentence stays with what is decoded
    await expect(dialog).toHaveAccessibleDescription(/^Let example.org call safeMint on Mock NFT/)
  },
}

/** What a contract and an ABI say stands in quotes, and never goes on with the kit's sentence. */
export const Spoofing: Story = {
  args: { state: states.reviewing(createGrant(policies.spoofing)) },
  async play() {
    const dialog = await findDialog()
    const { findByRole, getByRole, getByText } = within(dialog)
    await expect(dialog).toHaveAccessibleDescription(
      /^Let example.org send up to 1.5 of 0x5900F0…005900 per call to 0x\S+ and call sendOneToYourAccount on 0x5900F0…005900 without/,
    )
    const may = await findByRole('region', { name: 'May do' })
    const said = getByText('USDC to your own account, at most 1')
    await expect(said.closest('[data-slot=group-head]')).toHaveTextContent(
      /^Calls itself USDC to your own account, at most 1\s*0x5900F0…005900$/,
    )
    await expect(said).toHaveAttribute('data-slot', 'claim')
    for (const claim of may.querySelectorAll('q')) {
      await expect(getComputedStyle(claim, '::before').content).toBe('open-quote')
      await expect(claim).not.toHaveTextContent(/["“”]/)
    }
    await expect(may).toHaveTextContent(
      /Function\s*0x[0-9a-f]{8}, which the app calls sendOneToYourAccount\(address\)/,
    )
    await expect(getByRole('region', { name: 'May not do' })).not.toHaveTextContent(/USDC/)
  },
}

/** A failure inside is shown, and can be closed; the page stays. */
export const FailedToRender: Story = {
  args: { messages: { approval: { title: failToRender } } },
  async play({ args }) {
    const dialog = await findDialog()
    await expect(dialog).toHaveAccessibleName('This request cannot be shown')
    await expect(dialog).toHaveAccessibleDescription(/nothing changed on the chain/)
    await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Close' })).toHaveFocus())
    await expect(args.onClose).not.toHaveBeenCalled()
  },
}

/** What a module of the dapp's own allows is said in the dapp's words, and as a danger. */
export const CustomRules: Story = {
  args: { state: states.reviewing(createGrant(policies.customRules)) },
  async play({ args }) {
    const dialog = await findDialog()
    const { findByRole, getByRole } = within(dialog)
    await expect(dialog).toHaveAccessibleDescription(
      /and do what rules of its own allow, which cannot be checked/,
    )
    const custom = await findByRole('checkbox', { name: 'Custom rules, which cannot be checked' })
    const item = custom.closest('li')
    await expect(item).toHaveAttribute('data-risk', 'danger')
    await expect(item).toHaveTextContent(/The app says\s*Buy up to 3 tickets a day/)
    await expect(item).toHaveTextContent(/Decided by\s*Ticket office 0x71CC/)
    await expect(getByRole('region', { name: 'May not do' })).not.toHaveTextContent(/Call other/)
    const risks = getByRole('region', { name: 'Risks' })
    await expect(risks).toHaveTextContent(
      /This is your whole account, its owner included. The contract 0x71CC.* decides/,
    )
    await expect(risks).toHaveTextContent(/There is a contract at this address/)
    const approve = getByRole('button', { name: 'Approve' })
    await expect(approve).toHaveAttribute('aria-disabled', 'true')
    await userEvent.click(
      within(risks).getByRole('checkbox', { name: 'I understand, and want this' }),
    )
    await expect(approve).not.toHaveAttribute('aria-disabled')
    await expect(args.onApprove).not.toHaveBeenCalled()
  },
}

/** The same again: the earlier session ends with it, and only the time is another. */
export const Renewal: Story = {
  args: {
    state: states.reviewing(createRenewal(policies.mintAndPay)),
    liveSessions: [{ ...states.confirmed().session, id: 'earlier' }],
  },
  async play() {
    const dialog = await findDialog()
    const { findByRole, getByRole, queryByRole } = within(dialog)
    await expect(dialog).toHaveAccessibleName('Renew the session for example.org?')
    await expect(dialog).toHaveAccessibleDescription(
      /\(in 26 hours\)\. This renews an earlier session, which ends when you approve\.$/,
    )
    const changes = within(await findByRole('region', { name: 'What changes' }))
    const items = changes.getAllByRole('listitem')
    await expect(items).toHaveLength(1)
    await expect(items[0]).toHaveTextContent(
      /^Lasts longer Ends in 26 hours \(.*\)\s*Before\s*Ends in 5 minutes \(.*\)$/,
    )
    await expect(changes.getByText('What it may do stays as it was.')).toBeVisible()
    // what ends overlaps with nothing
    await expect(queryByRole('region', { name: 'Risks' })).toBeNull()
    await waitFor(() => expect(getByRole('button', { name: 'Cancel' })).toHaveFocus())
  },
}

/** What is new, wider, narrower and gone, in the words of the permissions, and what it was before. */
export const RenewalWithChanges: Story = {
  args: {
    state: states.reviewing(createRenewal(policies.earlier, policies.later)),
    liveSessions: [{ ...states.confirmed().session, id: 'another' }],
  },
  async play() {
    const { findByRole, getByRole } = await inDialog()
    const changes = await findByRole('region', { name: 'What changes' })
    const items = within(changes).getAllByRole('listitem')
    const texts = [
      /^New call cancel on 0x/,
      /^Allows more send up to 5 USDC \(0x\S+\) per call to 0x\S+\s*Before\s*send up to 1 USDC per call to 0x/,
      /^Allows less call move on 0x.*field\s*at most 31 before: at most 63.*POL sent along\s*none before: up to 0\.01 POL per call$/,
      /^No longer call burn on Mock NFT \(0x\S+\).*the app calls burn\(uint256\)\s*tokenId\s*at least 100/,
      /^Lasts longer Ends in 2 hours/,
    ]
    await expect(items).toHaveLength(texts.length)
    for (const [i, text] of texts.entries()) await expect(items[i]).toHaveTextContent(text)
    await expect(changes).toHaveTextContent('1 permission stays as it was.')
    await expect(getByRole('region', { name: 'Risks' })).toHaveTextContent(
      /Another session of yours may already call this on Mock NFT/,
    )

    // what the user leaves out is no longer in it
    await userEvent.click(getByRole('checkbox', { name: 'Send up to 5 USDC per call' }))
    await expect(changes).toHaveTextContent(/No longer send up to 1 USDC \(0x\S+\) per call to 0x/)
    await expect(changes).not.toHaveTextContent(/Allows more/)
  },
}

/** The earlier session is over already: nothing ends. */
export const RenewalOfEnded: Story = {
  args: {
    state: states.reviewing(
      createRenewal(policies.required, policies.mintAndPay, {
        isLive: false,
        validUntil: Math.floor(Date.now() / 1000) - 3 * 86_400,
      }),
    ),
  },
  async play() {
    const dialog = await findDialog()
    await expect(dialog).toHaveAccessibleDescription(/which has already ended\.$/)
    await expect(
      await within(dialog).findByRole('region', { name: 'What changes' }),
    ).toHaveTextContent(/Before\s*Ended 3 days ago/)
  },
}

/** A module of the dapp's own is not compared: only the dapp could say whether it is the same. */
export const RenewalWithCustomRules: Story = {
  args: { state: states.reviewing(createRenewal(policies.customRules)) },
  async play() {
    const { findByRole } = await inDialog()
    const changes = await findByRole('region', { name: 'What changes' })
    await expect(changes).toHaveTextContent(/Cannot be compared do what rules of its own allow/)
    await expect(changes).not.toHaveTextContent(/tickets/)
  },
}

/** Declined in the wallet: what was granted earlier is as it was. */
export const RenewalRejected: Story = {
  args: { state: states.rejected(createRenewal(policies.mintAndPay)) },
  async play() {
    const { findByText } = await inDialog()
    await expect(await findByText('The earlier session stays as it is.')).toBeVisible()
  },
}

export const RenewalConfirmed: Story = {
  args: { state: states.confirmed(createRenewal(policies.mintAndPay)) },
  async play() {
    const { findByText, getByRole } = await inDialog()
    await expect(await findByText('The earlier session has ended.')).toBeVisible()
    await expect(getByRole('heading', { name: 'Session renewed' })).toBeVisible()
    await expect(getByRole('status')).toHaveTextContent('Session renewed.')
  },
}

/** The account has sessions that this device does not know: they end, and the user is told. */
export const EndsOtherSessions: Story = {
  args: {
    state: states.reviewing(
      createGrant(policies.mintAndPay, { unknownRoot: `0x${'ab'.repeat(32)}` }),
    ),
  },
  async play({ args }) {
    const { findByRole, getByRole } = await inDialog()
    await userEvent.click(await findByRole('checkbox', { name: 'I understand, and want this' }))
    await userEvent.click(getByRole('button', { name: 'Approve' }))
    await expect(args.onApprove).toHaveBeenCalledWith({ replaceUnknownRoot: true })
  },
}

/** The owner signs for the sessions that stay, and can read what they are. */
export const OtherSessionsStay: Story = {
  args: { state: states.reviewing(createGrant(policies.mintAndPay, { kept: otherSessions })) },
  async play() {
    const { findByRole } = await inDialog()
    const others = await findByRole('region', { name: 'Other sessions' })
    await expect(others).toHaveTextContent('2 other sessions stay live.')
    await userEvent.click(within(others).getByText('Show them'))
    await expect(
      within(others).getAllByRole('list', { name: 'What the session may do' })[0],
    ).toBeVisible()
  },
}

/** A session that nobody can read is not signed for again: it ends, once the user said yes to that. */
export const EndsUnreadableSession: Story = {
  args: {
    state: states.reviewing(createGrant(policies.mintAndPay, { ends: otherSessions.slice(0, 1) })),
  },
  async play({ args }) {
    const { findByRole, getByRole } = await inDialog()
    const others = await findByRole('region', { name: 'Other sessions' })
    await expect(others).toHaveTextContent('One session ends.')
    await userEvent.click(getByRole('button', { name: 'Approve' }))
    await expect(args.onApprove).not.toHaveBeenCalled()
    await userEvent.click(getByRole('checkbox', { name: 'I understand, and want this' }))
    await userEvent.click(getByRole('button', { name: 'Approve' }))
    await expect(args.onApprove).toHaveBeenCalled()
  },
}

/** Six permissions of three contracts, the account pays and is created along the way. */
export const Many: Story = {
  args: {
    state: states.reviewing(createGrant(policies.many, { sponsored: false, deploys: true })),
  },
  async play() {
    const { findByText, getByText } = await inDialog()
    await expect(await findByText(/and 3 more things/)).toBeVisible()
    await expect(getByText('Paid by your account, in POL.')).toBeInTheDocument()
    await expect(getByText('Your account is created along the way.')).toBeInTheDocument()
  },
}

/** Decimals are never assumed. */
export const UnknownToken: Story = {
  args: { state: states.reviewing(createGrant(policies.unknownToken)) },
  async play() {
    const dialog = await findDialog()
    await expect(dialog).toHaveAccessibleDescription(/up to 1,500,000 base units of 0x/)
    await expect(
      await within(dialog).findByText(/does not say how many decimals it has/),
    ).toBeVisible()
  },
}

/** The wallet is taken to the right network before anything is signed. */
export const OtherChain: Story = {
  parameters: { connectedTo: sepolia.id },
  async play() {
    const { findByRole, queryByRole, getByText } = await inDialog()
    const change = await findByRole('button', { name: 'Switch to Polygon Amoy' })
    await expect(queryByRole('button', { name: 'Approve' })).toBeNull()
    await expect(getByText(/Your wallet is on another network/)).toBeVisible()
    await userEvent.click(change)
    await expect(await findByRole('button', { name: 'Approve' })).toBeVisible()
  },
}

export const OtherChainUnswitched: Story = {
  parameters: { connectedTo: sepolia.id },
  async play() {
    const { findByRole } = await inDialog()
    await findByRole('button', { name: 'Switch to Polygon Amoy' })
  },
}

/** The user read on until the session would be over. */
export const Expired: Story = {
  args: { state: states.reviewing(createGrant(policies.mintAndPay, { chainTime: 1_900_000_000 })) },
  render: ({ state, ...args }) => (
    <StoryDialog
      {...args}
      state={
        state.status === 'reviewing'
          ? { ...state, grant: { ...state.grant, validUntil: state.grant.chainTime } }
          : state
      }
    />
  ),
  async play({ args }) {
    const { findByRole } = await inDialog()
    const again = await findByRole('button', { name: 'Start again' })
    await expect(again).toHaveAccessibleDescription(/time that this request was for is over/)
    await userEvent.click(again)
    await expect(args.onApprove).not.toHaveBeenCalled()
  },
}

/** Approve asks the wallet, and the focus does not get lost. */
export const Approving: Story = {
  async play({ args }) {
    const { findByRole, getByRole } = await inDialog()
    await userEvent.click(await findByRole('button', { name: 'Approve' }))
    await expect(args.onApprove).toHaveBeenCalledWith({})
    await expect(getByRole('status')).toHaveTextContent('Check your wallet.')
    await expect(getByRole('button', { name: 'Waiting for your wallet' })).toHaveFocus()
  },
}

export const Preparing: Story = { args: { state: states.preparing() } }

/** Frozen: nothing can be changed, and Escape does not leave. */
export const AwaitingWallet: Story = {
  args: { state: states.awaitingWallet() },
  async play({ args }) {
    const dialog = await findDialog()
    const { findAllByRole, getByRole, queryByRole } = within(dialog)
    for (const box of await findAllByRole('checkbox')) await expect(box).toBeDisabled()
    await expect(dialog.querySelector('[aria-busy=true]')).toBeVisible()
    await expect(queryByRole('button', { name: 'Cancel' })).toBeNull()
    await expect(queryByRole('button', { name: 'Stop waiting' })).toBeNull()
    await userEvent.keyboard('{Escape}')
    await expect(args.onClose).not.toHaveBeenCalled()
    await userEvent.click(getByRole('button', { name: 'Waiting for your wallet' }))
    await expect(args.onApprove).not.toHaveBeenCalled()
  },
}

/** A wallet that does not answer can be given up on; its prompt cannot be taken back. */
export const SilentWallet: Story = {
  args: { state: states.awaitingWallet(), stopWaitingAfter: 10 },
  async play() {
    const { findByRole, getByText } = await inDialog()
    const stop = await findByRole('button', { name: 'Stop waiting' })
    await expect(stop).toHaveAccessibleDescription(
      /^If you stop waiting, .* What you sign there later is not used\.$/,
    )
    await expect(getByText(/What you sign there later/)).toBeVisible()
  },
}

export const Submitted: Story = {
  args: { state: states.submitted() },
  async play() {
    const { findByRole, getByText } = await inDialog()
    await expect(await findByRole('button', { name: 'Close' })).toBeVisible()
    await expect(getByText(/You can close this; it goes on/)).toBeVisible()
  },
}

export const Confirmed: Story = {
  args: { state: states.confirmed() },
  async play() {
    const { findByRole, getByRole } = await inDialog()
    const list = await findByRole('list', { name: 'What the session may do' })
    await expect(list).toHaveTextContent(/send up to 1 USDC \(0x\S+\) per call/i)
    await expect(getByRole('link', { name: /^View .* on/ })).toHaveAttribute(
      'href',
      expect.stringMatching(/^https:\/\/.*\/tx\/0x[0-9a-f]{64}$/),
    )
    await expect(getByRole('status')).toHaveTextContent('Session granted.')
  },
}

/** Neutral: it is the user's right. What they changed is kept. */
export const Rejected: Story = {
  args: { state: states.rejected() },
  async play({ args }) {
    const { findByRole, queryByRole } = await inDialog()
    await expect(await findByRole('button', { name: 'Try again' })).toBeVisible()
    await expect(queryByRole('alert')).toBeNull()
    await expect(args.onRetry).not.toHaveBeenCalled()
  },
}

export const TryingAgain: Story = {
  args: { state: states.rejected() },
  async play({ args }) {
    const { findByRole } = await inDialog()
    await userEvent.click(await findByRole('button', { name: 'Try again' }))
    await expect(args.onRetry).toHaveBeenCalledOnce()
    const cancel = await findByRole('button', { name: 'Cancel' })
    await waitFor(() => expect(cancel).toHaveFocus())
  },
}

export const Failed: Story = {
  args: { state: states.failed(errors.insufficientFunds) },
  async play() {
    const { findByRole, getByRole } = await inDialog()
    const alert = await findByRole('alert')
    await expect(alert).toHaveTextContent('Nothing changed on the chain.')
    // in full it would break the line; the report has it
    await expect(alert).toHaveTextContent('The smart account 0x7a3e1B…8F9A0b cannot pay')
    await expect(getByRole('status')).toBeEmptyDOMElement()
    await expect(getByRole('button', { name: 'Copy report' })).toBeVisible()
  },
}

/** Sent, and its fate is not known: that is said, and not guessed. */
export const FailedUnknown: Story = {
  args: { state: states.failed(errors.timeout) },
  async play() {
    const { findByRole } = await inDialog()
    await expect(await findByRole('alert')).toHaveTextContent(/is not known yet/)
  },
}

/** It could not even be shown. */
export const FailedToLoad: Story = { args: { state: states.failedToLoad(errors.unreachable) } }

/** The smallest screen, and the longest request. */
export const Small: Story = {
  ...Many,
  globals: { viewport: { value: 'small', isRotated: false } },
  async play(context) {
    await Many.play?.(context)
    const dialog = await findDialog()
    await expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth)
    const wide = [dialog, ...dialog.querySelectorAll<HTMLElement>('*')].filter(
      (part) => part.getBoundingClientRect().right > window.innerWidth + 0.5,
    )
    await expect(wide).toEqual([])
  },
}

/** The smallest screen, and a renewal that changes everything. */
export const SmallRenewal: Story = {
  ...RenewalWithChanges,
  globals: { viewport: { value: 'small', isRotated: false } },
  async play() {
    const dialog = await findDialog()
    await within(dialog).findByRole('region', { name: 'What changes' })
    const wide = [dialog, ...dialog.querySelectorAll<HTMLElement>('*')].filter(
      (part) => part.getBoundingClientRect().right > window.innerWidth + 0.5,
    )
    await expect(wide).toEqual([])
  },
}

/** Right to left, with addresses and amounts as they are. */
export const RightToLeft: Story = {
  args: { dir: 'rtl' },
  globals: { direction: 'rtl' },
  async play() {
    await expect((await findDialog()).closest('[dir]')).toHaveAttribute('dir', 'rtl')
  },
}
