import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Demo, startDemo } from '../../demo/startDemo.ts'
import { createObserver } from './createObserver.ts'
import { driveDemo } from './driveDemo.ts'
import { openPage } from './openPage.ts'

describe('the demo on the development server', () => {
  let demo: Demo
  let cacheDir: string
  beforeAll(async () => {
    // a cold start, in which Vite has bundled no dependency yet
    cacheDir = await mkdtemp(path.join(tmpdir(), 'grantkit-vite-'))
    demo = await startDemo({ mode: 'dev', cacheDir, watch: false })
  })
  afterAll(async () => {
    await demo?.stop()
    if (cacheDir) await rm(cacheDir, { recursive: true, force: true })
  })

  test('finds the account, grants and mints without a reload', async () => {
    const { page, problems, loads } = await openPage(demo.url)
    const dapp = driveDemo(page)
    await dapp.connect()
    await dapp.getFunds()
    const owner = await dapp.address('wallet')
    expect(await dapp.address('account')).toBe(await createObserver(demo.devnet).accountOf(owner))
    await dapp.approve()
    await dapp.sign()
    await dapp.close('Done')
    await dapp.mint.click()
    await dapp.mined.waitFor()

    expect(problems).toEqual([])
    expect(loads()).toBe(1)
  })
})
