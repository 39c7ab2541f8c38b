import { type Address, type Hash, parseUnits, zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Demo, startDemo } from '../../demo/startDemo.ts'
import { createObserver } from './createObserver.ts'
import { driveDemo } from './driveDemo.ts'
import { openPage } from './openPage.ts'

describe('the demo', () => {
  let demo: Demo
  beforeAll(async () => {
    demo = await startDemo({ mode: 'built' })
  })
  afterAll(() => demo?.stop())

  test('goes from connecting to revoking, over a reload, with one prompt per approval', async () => {
    const { page, problems } = await openPage(demo.url)
    const dapp = driveDemo(page)
    const { dialog, prompt, sessions, mint, mined } = dapp
    const chain = createObserver(demo.devnet)
    const shop = demo.devnet.accounts.at(-1)?.address as Address

    // connect, and get test funds
    await dapp.connect()
    await dapp.getFunds()
    await dapp.balance('account').getByText('1,000.00').waitFor()
    const account = await dapp.address('account')
    expect(account).toBe(await chain.accountOf(await dapp.address('wallet')))
    expect(await chain.usdc(account)).toBe(parseUnits('1000', 6))
    // a session key could spend it on fees
    expect(await chain.coin(account)).toBe(0n)
    expect(await chain.root(account)).toBe(zeroHash)
    const before = await chain.usdc(shop)

    // say yes in the modal and no in the wallet: nothing is granted
    await dapp.approve()
    await prompt.getByRole('button', { name: 'Reject' }).click()
    await dialog.getByText('Nothing was granted').waitFor()
    expect(await dapp.prompts()).toBe(1)
    expect(await chain.root(account)).toBe(zeroHash)
    await dapp.close('Close')
    await page.getByRole('status').getByText('Nothing was granted and nothing').waitFor()
    expect(await sessions.count()).toBe(0)

    // say yes twice: the hash in the wallet is the one that the modal shows
    await dapp.approve()
    const hash = (await prompt.locator('.message').textContent()) as Hash
    expect(hash).toMatch(/^0x[0-9a-f]{64}$/)
    expect(await dialog.textContent()).toContain(hash)
    await dapp.sign()
    await dialog.getByText('Session granted').first().waitFor()
    expect(await dapp.prompts()).toBe(2)
    const root = await chain.root(account)
    expect(root).not.toBe(zeroHash)
    await dapp.close('Done')
    expect(await sessions.count()).toBe(1)
    expect(await sessions.getAttribute('data-status')).toBe('ACTIVE')
    expect(await sessions.textContent()).toContain('0.5 USDC')

    // one click each, and no prompt
    await mint.click()
    await mined.first().waitFor()
    await mint.click()
    await mined.nth(1).waitFor()
    expect(await chain.nfts(account)).toBe(2n)
    expect(await chain.usdc(shop)).toBe(before + parseUnits('1', 6))

    // the same after a reload, and without waiting for one another
    await page.reload()
    await mint.click()
    await mint.click()
    await mint.click()
    await mined.nth(2).waitFor()
    expect(await dapp.prompts()).toBe(2)
    expect(await dapp.failed.count()).toBe(0)
    expect(await chain.nfts(account)).toBe(5n)
    expect(await chain.usdc(shop)).toBe(before + parseUnits('2.5', 6))
    expect(await chain.usdc(account)).toBe(parseUnits('997.5', 6))
    expect(await chain.root(account)).toBe(root)
    await dapp.balance('blooms').getByText('5', { exact: true }).waitFor()
    await dapp.balance('account').getByText('997.50').waitFor()

    // revoke: one prompt, and it is dead on the chain
    await sessions.getByRole('button', { name: 'Revoke' }).click()
    await dapp.sign()
    await page.locator('[data-status=REVOKED]').waitFor({ state: 'attached' })
    expect(await dapp.prompts()).toBe(3)
    expect(await chain.root(account)).toBe(zeroHash)

    // the next click is refused, with the reason and a way on
    await mint.click()
    await page.getByRole('alert').getByText('it was revoked').first().waitFor()
    await dapp.button('Ask again').click()
    await dapp.close('Cancel')
    expect(await dapp.prompts()).toBe(3)
    expect(await chain.nfts(account)).toBe(5n)
    expect(await chain.root(account)).toBe(zeroHash)

    expect(problems).toEqual([])
  })

  test('keeps accounts apart, and finds a session again', async () => {
    const { page, problems } = await openPage(demo.url)
    const dapp = driveDemo(page)
    const { sessions, mint, mined } = dapp
    const chain = createObserver(demo.devnet)
    await dapp.connect()
    await dapp.getFunds()
    await dapp.approve()
    await dapp.sign()
    await dapp.close('Done')
    const first = await dapp.address('account')

    // another account has no funds and no session
    await page.getByRole('button', { name: /^Wallet 0x/ }).click()
    await dapp.button('New account').click()
    await dapp.button('Get test funds').waitFor()
    expect(await dapp.address('account')).not.toBe(first)
    expect(await sessions.count()).toBe(0)

    // the first one still has both
    await page.getByRole('button', { name: /^Wallet 0x/ }).click()
    await page.getByRole('radio', { name: /^Account 1/ }).check()
    await page.keyboard.press('Escape')
    await mint.click()
    await mined.waitFor()
    expect(await dapp.address('account')).toBe(first)

    // and keeps them when its wallet comes back
    await page.getByRole('button', { name: /^Wallet 0x/ }).click()
    await dapp.button('Disconnect').click()
    await dapp.connect()
    await mint.click()
    await mined.waitFor()
    expect(await dapp.prompts()).toBe(1)
    expect(await chain.nfts(first)).toBe(2n)

    expect(problems).toEqual([])
  })
})
