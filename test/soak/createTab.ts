import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright'
import type { Device } from './createDevice.ts'
import type { Random } from './createRandom.ts'
import type { Ledger } from './Ledger.ts'
import type { CallKind, SoakAction, SoakOutcome, SoakUser } from './page/SoakPage.ts'

/** What is chosen from, as often as it stands here. */
const choices = [
  ...Array<'send'>(24).fill('send'),
  ...Array<'sends at once'>(4).fill('sends at once'),
  ...Array<'grant'>(14).fill('grant'),
  ...Array<'short grant'>(2).fill('short grant'),
  ...Array<'revoke'>(6).fill('revoke'),
  'revoke all',
  'grant, declined',
  'grant, declined',
  'grant, rejected in the wallet',
  'grant, rejected in the wallet',
  'revoke, rejected in the wallet',
  'revoke, rejected in the wallet',
  'grant and revoke at once',
  'grant and revoke at once',
  'reload',
  'reload',
  'reload in an action',
  'reload in an action',
  'close in an action',
  'close in an action',
  'close in an action',
] as const
type Choice = (typeof choices)[number]

const yes: SoakUser = { approval: 'approve', wallet: 'sign' }
const declines: SoakUser = { approval: 'cancel', wallet: 'reject' }
const rejects: SoakUser = { approval: 'approve', wallet: 'reject' }
/** So many live ones are enough. */
const manySessions = 8

export interface SoakTab {
  /** The tab as it is now: it may have been closed and opened again. */
  page(): Page
  /** Acts at random until the signal; resolves when the last action is over. */
  actUntil(signal: AbortSignal): Promise<void>
  /** Grants or ends everything, once in a while. */
  actRarely(signal: AbortSignal): Promise<void>
}

/** A tab with a user in front of it who does things at random. */
export function createTab(
  device: Device,
  parameters: {
    page: Page
    random: Random
    ledger: Ledger
    /** An end for a grant, so many seconds from now; never the same twice. */
    marks(inSeconds: number): number
  },
): SoakTab {
  const { random, ledger, marks } = parameters
  let { page } = parameters

  const perform = async (action: SoakAction): Promise<void> => {
    const mints = action.kind === 'send' ? action.calls.filter((it) => it === 'mint').length : 0
    ledger.uncertainMints += mints
    const outcome: SoakOutcome | undefined = await page
      .evaluate(async (it) => globalThis.soak?.run(it), action)
      // its tab is gone
      .catch(() => undefined)
    const end = outcome ? (outcome.ok ? 'ok' : outcome.name) : 'gone'
    const ending = `${action.kind}: ${end}`
    ledger.outcomes[ending] = (ledger.outcomes[ending] ?? 0) + 1
    if (!outcome) return
    if (!outcome.ok && (!outcome.isTyped || outcome.name === 'UnexpectedError'))
      ledger.violations.push(
        `${device.name}: ${action.kind} ended with ${outcome.name}: ${outcome.message}`,
      )
    if (action.kind === 'grant')
      ledger.grants.set(action.validUntil, {
        isSigned: ledger.grants.get(action.validUntil)?.isSigned ?? false,
        outcome,
      })
    if (outcome.ok) ledger.minted += mints
    if (outcome.ok || outcome.chainEffect === 'none') ledger.uncertainMints -= mints
  }

  const shown = () => page.evaluate(() => globalThis.soak?.shown() ?? []).catch(() => [])
  const kinds = (): readonly CallKind[] =>
    random.pick<readonly CallKind[]>([['mint'], ['pay'], ['mint', 'pay']])
  const grant = (user: SoakUser, inSeconds = 3_600 + random.below(36_000)): SoakAction => ({
    kind: 'grant',
    permissions: kinds(),
    maxAmount: String(100_000 + random.below(9) * 100_000),
    validUntil: marks(inSeconds),
    user,
  })
  const send = async (): Promise<SoakAction> => {
    const isNamed = random.chance(0.5)
    const which = random.next()
    const action = { kind: 'send', calls: kinds(), amount: String(random.below(400_000)) } as const
    const sessions = (await shown()).filter(({ status }) => status === 'ACTIVE')
    const session = sessions[Math.floor(which * sessions.length)]
    return isNamed && session ? { ...action, sessionId: session.id } : action
  }
  const revoke = async (user: SoakUser): Promise<SoakAction> => {
    const which = random.next()
    const sessions = (await shown()).filter(({ status }) => status !== 'REVOKED')
    const session = sessions[Math.floor(which * sessions.length)]
    return { kind: 'revoke', sessionIds: session ? [session.id] : 'all', user }
  }
  const change = async (): Promise<SoakAction> => {
    const kind = random.pick(['grant', 'revoke', 'send'] as const)
    return kind === 'grant' ? grant(yes) : kind === 'revoke' ? revoke(yes) : send()
  }

  const act = async (choice: Choice, signal: AbortSignal): Promise<void> => {
    switch (choice) {
      case 'send':
        return perform(await send())
      case 'sends at once': {
        const actions = [await send(), await send(), await send()]
        await Promise.all(actions.map(perform))
        return
      }
      case 'grant':
        return perform(grant(yes))
      case 'short grant':
        return perform(grant(yes, 25))
      case 'grant, declined':
        return perform(grant(declines))
      case 'grant, rejected in the wallet':
        return perform(grant(rejects))
      case 'revoke':
        return perform(await revoke(yes))
      case 'revoke, rejected in the wallet':
        return perform(await revoke(rejects))
      case 'revoke all':
        return perform({ kind: 'revoke', sessionIds: 'all', user: yes })
      case 'grant and revoke at once': {
        const revocation = await revoke(yes)
        // the second one tells the user last whom the wallet asks for
        await Promise.all([perform(revocation), perform(grant(yes))])
        return
      }
      case 'reload':
        return device.reload(page, signal)
      case 'reload in an action': {
        const begun = perform(await change())
        await sleep(random.below(1_500))
        await device.reload(page, signal)
        return begun
      }
      case 'close in an action': {
        const begun = perform(await change())
        await sleep(random.below(1_500))
        await page.close()
        page = await device.openTab(signal)
        return begun
      }
    }
  }

  const begin = async (choice: Choice, signal: AbortSignal) => {
    ledger.actions[choice] = (ledger.actions[choice] ?? 0) + 1
    await act(choice, signal)
  }
  return {
    page: () => page,
    async actUntil(signal) {
      while (!signal.aborted) {
        if (!(await device.untilReady(page, signal))) return
        const choice = random.pick(choices)
        const alive = (await shown()).filter(({ status }) => status === 'ACTIVE').length
        const isEnough = alive >= manySessions && (choice === 'grant' || choice === 'short grant')
        await begin(isEnough ? 'revoke' : choice, signal)
        await sleep(random.below(500))
      }
    },
    async actRarely(signal) {
      await sleep(2_000 + random.below(25_000), undefined, { signal }).catch(() => undefined)
      if (!signal.aborted) await begin(random.chance(0.7) ? 'grant' : 'revoke all', signal)
    },
  }
}
