import { createPublicClient, type Hash, http } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Demo, startDemo } from '../../demo/startDemo.ts'
import { createObserver } from './createObserver.ts'
import { driveDemo } from './driveDemo.ts'
import { openPage } from './openPage.ts'
import { readStored } from './readStored.ts'

const each = 10

describe('two tabs that send at once', () => {
  let demo: Demo
  beforeAll(async () => {
    demo = await startDemo({ mode: 'built' })
  })
  afterAll(() => demo?.stop())

  test('20 of 20 are mined, each sent once, and all are in one journal', async () => {
    const { page, openTab, problems } = await openPage(demo.url)
    const one = driveDemo(page)
    await one.connect()
    await one.getFunds()
    await one.approve()
    await one.sign()
    await one.close('Done')
    const account = await one.address('account')
    const tab = await openTab()
    const two = driveDemo(tab)
    await two.mint.waitFor()

    const answers: Promise<string>[] = []
    page.context().on('response', (response) => {
      if (response.request().postData()?.includes('"eth_sendUserOperation"'))
        answers.push(response.text())
    })
    let sent = 0
    page.context().on('request', (request) => {
      if (request.postData()?.includes('"eth_sendUserOperation"')) sent += 1
    })

    // all in one turn of the page: no click waits for another
    const clickAll = ({ mint }: typeof one) =>
      mint.evaluate((button, times) => {
        for (let i = 0; i < times; i++) (button as HTMLElement).click()
      }, each)
    await Promise.all([clickAll(one), clickAll(two)])
    for (const { mined, failed } of [one, two]) {
      await mined
        .or(failed)
        .nth(each - 1)
        .waitFor({ timeout: 120_000 })
      expect(await failed.count()).toBe(0)
      expect(await mined.count()).toBe(each)
    }

    const chain = createObserver(demo.devnet)
    expect(await chain.nfts(account)).toBe(BigInt(2 * each))
    // none was sent twice, and none was refused
    expect(sent).toBe(2 * each)
    const texts = await Promise.all(answers)
    expect(texts.filter((text) => /"result":"0x[0-9a-f]{64}"/.test(text))).toHaveLength(2 * each)
    expect(texts.filter((text) => text.includes('"error"'))).toEqual([])

    const { journals } = await readStored(page, account)
    expect(journals.size).toBe(1)
    const entries = [...journals.values()]
      .flatMap(({ messages }) => messages)
      .filter(({ type }) => type === 'transaction')
    expect(entries.map(({ status }) => status)).toEqual(Array(2 * each).fill('mined'))
    const client = createPublicClient({ transport: http(demo.devnet.rpcUrl) })
    const receipts = await Promise.all(
      entries.map(({ transactionHash }) =>
        client.getTransactionReceipt({ hash: transactionHash as Hash }),
      ),
    )
    expect(receipts.map(({ status }) => status)).toEqual(Array(2 * each).fill('success'))
    expect(problems).toEqual([])
  })
})
