import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { polygonAmoy } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { deriveSmartAccount } from '../../src/account/deriveSmartAccount.ts'
import { createProject, type InstallProject } from './createProject.ts'

const entries = ['core', 'storage', 'storage-node', 'server'] as const

const program = `
import { definePolicy, erc20Transfer, getSmartAccount, createSessionConfig } from 'grantkit/core'
import { memory } from 'grantkit/storage'
import { file } from 'grantkit/storage-node'
import { createStorageHandler } from 'grantkit/server'

export const policy = definePolicy({
  permissions: [
    erc20Transfer({
      token: '0x747A4168DB14F57871fa8cda8B5455D8C2a8e90a',
      to: '0x1111111111111111111111111111111111111111',
      maxAmount: 1n,
    }),
  ],
  expiresIn: { hours: 1 },
})
export { createSessionConfig, createStorageHandler, file, getSmartAccount, memory }
`

/** A backend: viem beside the package, and nothing of React. */
describe('a project with viem alone', () => {
  let project: InstallProject
  beforeAll(() => {
    project = createProject({
      tarball: inject('tarball'),
      packages: ['viem', 'typescript', '@types/node'],
      files: { 'main.ts': program },
    })
    project.run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund')
  })
  afterAll(() => project?.remove())

  test('has nothing of React, wagmi or the SDK', () => {
    const unwanted = ['react', 'react-dom', 'wagmi', '@wagmi', '@tanstack', '@base-ui', '@biconomy']
    const installed = unwanted.filter((name) =>
      existsSync(join(project.folder, 'node_modules', name)),
    )
    expect(installed).toEqual([])
  })

  test.each([
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])('type-checks under moduleResolution %s, its libraries too', (resolution, module) => {
    project.run(
      'npx',
      ...['tsc', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false'],
      ...['--target', 'es2022', '--lib', 'es2023,dom,dom.iterable', '--types', 'node'],
      ...['--module', module, '--moduleResolution', resolution, 'main.ts'],
    )
  })

  test.each(entries)('node imports grantkit/%s', (entry) => {
    const source = `console.log(Object.keys(await import('grantkit/${entry}')).length)`
    const printed = project.run('node', '--input-type=module', '--eval', source)
    expect(Number(printed)).toBeGreaterThan(0)
  })

  test('node derives the address of an account', () => {
    const owner = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
    const source = `
      import { createSessionConfig, getSmartAccount } from 'grantkit/core'
      import { secretVault } from 'grantkit/storage'
      import { file } from 'grantkit/storage-node'
      import { createClient, http } from 'viem'
      import { polygonAmoy } from 'viem/chains'
      const config = createSessionConfig({
        bundler: {},
        storage: file({ directory: './sessions' }),
        vault: secretVault({ secret: '0x${'11'.repeat(32)}' }),
        clients: {
          [polygonAmoy.id]: createClient({ chain: polygonAmoy, transport: http('http://localhost') }),
        },
      })
      const account = await getSmartAccount(config, { chainId: polygonAmoy.id, owner: '${owner}' })
      console.log(account.address)
      await config.storage.close()
    `
    const printed = project.run('node', '--input-type=module', '--eval', source)
    expect(printed.trim()).toBe(deriveSmartAccount({ chain: polygonAmoy, owner }).address)
  })
})

test('no published declaration mentions the SDK', () => {
  const types = join(import.meta.dirname, '../../dist/types')
  const files = readdirSync(types, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.d.ts'),
  )
  expect(files.length).toBeGreaterThan(100)
  expect(
    files.filter((file) => readFileSync(join(types, file), 'utf8').includes('@biconomy/account')),
  ).toEqual([])
})
