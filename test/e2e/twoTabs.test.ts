import type { Page } from 'playwright'
import { zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Demo, startDemo } from '../../demo/startDemo.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { type ServedPage, servePage } from '../harness/servePage.ts'
import { createObserver } from './createObserver.ts'
import { driveDemo } from './driveDemo.ts'
import { openPage } from './openPage.ts'
import type { StoragePage } from './page/StoragePage.ts'
import { readStored } from './readStored.ts'

describe('IndexedDB in two tabs', () => {
  let served: ServedPage
  beforeAll(async () => {
    served = await servePage('test/e2e/page/runStoragePage.ts')
  })
  afterAll(() => served?.stop())

  test('50 increments at once, by compare and swap, lose none', async () => {
    const { page, openTab, problems } = await openPage(served.url)
    const tab = await openTab()
    const increment = (it: Page) => it.evaluate(() => storagePage.increment(25))
    const done = await Promise.all([increment(page), increment(tab)])
    for (const it of [page, tab]) expect(await it.evaluate(() => storagePage.read())).toBe(50)
    // they were in each other's way, or the test has shown nothing
    expect(done.every(({ conflicts }) => conflicts > 0)).toBe(true)
    expect(problems).toEqual([])
  })

  test('each hears of what the other writes, after it is there', async () => {
    const { page, openTab, problems } = await openPage(served.url)
    const tab = await openTab()
    for (const [writer, reader, value] of [
      [page, tab, 1],
      [tab, page, 2],
    ] as const) {
      await reader.evaluate(() => storagePage.watch())
      const before = await reader.evaluate(() => storagePage.heard())
      await writer.evaluate((it) => storagePage.write(it), value)
      await reader.waitForFunction((it) => storagePage.heard() > it, before)
      expect(await reader.evaluate(() => storagePage.read())).toBe(value)
    }
    expect(problems).toEqual([])
  })
})

describe('the demo in two tabs', () => {
  let demo: Demo
  beforeAll(async () => {
    demo = await startDemo({ mode: 'built' })
  })
  afterAll(() => demo?.stop())

  async function openTwo() {
    const opened = await openPage(demo.url)
    const one = driveDemo(opened.page)
    await one.connect()
    await one.getFunds()
    const tab = await opened.openTab()
    const two = driveDemo(tab)
    await two.ask.waitFor()
    const account = await one.address('account')
    expect(await two.address('account')).toBe(account)
    return { ...opened, tab, one, two, account, chain: createObserver(demo.devnet) }
  }

  test('what one grants and revokes the other shows, without a reload or a look at it', async () => {
    const { tab, one, two, account, chain, problems } = await openTwo()
    await tab.evaluate(() => {
      for (const name of ['focus', 'online', 'pageshow'])
        window.addEventListener(name, () => document.body.setAttribute('data-woken', name))
      document.addEventListener('visibilitychange', () =>
        document.body.setAttribute('data-woken', 'visibilitychange'),
      )
    })
    const session = (status: string) => tab.locator(`[data-session][data-status=${status}]`)

    await one.approve()
    await one.sign()
    await session('ACTIVE').waitFor()
    await one.close('Done')
    expect(await two.sessions.count()).toBe(1)
    expect(await two.prompts()).toBe(0)
    // and it can be used there, without a prompt
    await two.mint.click()
    await two.mined.first().waitFor()
    expect(await two.prompts()).toBe(0)

    await one.sessions.getByRole('button', { name: 'Revoke' }).click()
    await one.sign()
    await session('REVOKED').waitFor({ state: 'attached' })
    expect(await chain.root(account)).toBe(zeroHash)

    // the tab was neither reloaded nor woken
    expect(await tab.locator('[data-woken]').count()).toBe(0)
    expect(await two.mined.count()).toBe(1)
    expect(problems).toEqual([])
  })

  test('two that grant at once take turns, and both sessions live', async () => {
    const { page, tab, one, two, account, chain, problems } = await openTwo()
    await Promise.all([one.ask.click(), two.ask.click()])
    const approve = ({ dialog }: typeof one) => dialog.getByRole('button', { name: 'Approve' })
    await Promise.all([one.confirmRisks(), two.confirmRisks()])
    await Promise.all([approve(one).click(), approve(two).click()])
    await Promise.all(
      [one, two].map(async (dapp) => {
        await dapp.prompt.waitFor()
        await dapp.sign()
        await dapp.dialog.getByText('Session granted').first().waitFor()
      }),
    )
    await Promise.all([one.close('Done'), two.close('Done')])
    expect([await one.prompts(), await two.prompts()]).toEqual([1, 1])

    const { sessions: stored } = await readStored(page, account)
    expect(stored.map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE'])
    expect(stored[0]?.keyAddress).not.toBe(stored[1]?.keyAddress)
    const leaves = stored.flatMap(({ permissions }) => permissions.map(({ leaf }) => leaf))
    expect(leaves).toHaveLength(4)
    expect(await chain.root(account)).toBe(createMerkleTree(leaves.map(hashLeaf)).root)
    for (const it of [page, tab]) {
      const live = it.locator('[data-session][data-status=ACTIVE]')
      await live.nth(1).waitFor()
      expect(await live.count()).toBe(2)
    }

    // each is of use, also after the other has gone
    await one.mint.click()
    await one.mined.first().waitFor()
    await one.sessions.first().getByRole('button', { name: 'Revoke' }).click()
    await one.sign()
    await tab.locator('[data-status=REVOKED]').waitFor({ state: 'attached' })
    await two.mint.click()
    await two.mined.first().waitFor()
    expect(await chain.nfts(account)).toBe(2n)
    expect(problems).toEqual([])
  })
})

/** In the storage page. */
declare const storagePage: StoragePage
