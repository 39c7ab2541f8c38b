import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { parseSync, preview } from 'vite'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import type { Devnet } from '../devnet/Devnet.ts'
import { startDevnet } from '../devnet/startDevnet.ts'
import { openPage } from '../e2e/openPage.ts'
import { createProject, type InstallProject } from './createProject.ts'
import { dapp, scripts } from './dapp.ts'
import { installers } from './installers.ts'
import { startDevServer } from './startDevServer.ts'

/** What the README says to install beside the package. */
const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const peers = /^npm install grantkit (.+ wagmi .+)$/m.exec(readme)?.[1]?.split(' ') ?? []

let devnet: Devnet
beforeAll(async () => {
  devnet = await startDevnet()
})
afterAll(() => devnet?.stop())

/** Each gives a package what it declares, and nothing else that happens to be there. */
describe.each(installers)('a Vite page with wagmi, installed by $name', (installer) => {
  let cache: string
  let project: InstallProject
  const run = ([command = '', ...args]: readonly string[]) => project.run(command, ...args)
  const script = (name: keyof typeof scripts) => [...installer.runScript, name]

  beforeAll(() => {
    const [user] = devnet.accounts
    if (!user) throw new Error('The devnet has no accounts.')
    cache = mkdtempSync(join(tmpdir(), 'grantkit-cache-'))
    project = createProject({
      tarball: inject('tarball'),
      packages: [...peers, 'vite', '@vitejs/plugin-react'],
      dependencies: installer.dependencies ?? {},
      variables: { NO_COLOR: '1', ...installer.variables(cache) },
      files: dapp({ ...devnet, owner: user.address }),
      manifest: { scripts },
    })
    run(installer.install)
  })
  afterAll(() => {
    project?.remove()
    if (cache) rmSync(cache, { recursive: true, force: true })
  })

  test('does not bring the SDK', () => {
    const installed = [project.folder, cache].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }),
    )
    // so that the search can find a package in a scope
    expect(installed.some((path) => path.includes('@base-ui'))).toBe(true)
    expect(installed.filter((path) => path.includes('@biconomy'))).toEqual([])
  })

  test('is built without a warning, an import that is not resolved or a chunk of the SDK', () => {
    const printed = stripVTControlCharacters(run(script('build')))
    expect(printed.replace(installer.notice ?? '', '').trim()).toBe('')
    const assets = join(project.folder, 'dist/assets')
    const imported = importsOf(assets)
    expect(imported.filter((specifier) => !/^\.{0,2}\//.test(specifier))).toEqual([])
    const maps = readdirSync(assets).filter((file) => file.endsWith('.js.map'))
    expectNoSdk(maps.flatMap((file) => readSources(readFileSync(join(assets, file), 'utf8'))))
  })

  test('works when built, and loads nothing of the SDK at any time', async () => {
    const server = await preview({
      root: project.folder,
      configFile: false,
      logLevel: 'warn',
      preview: { host: '127.0.0.1', port: 0 },
    })
    onTestFinished(() => server.close())
    await usePage(server.resolvedUrls?.local[0] ?? '')
  })

  test('works in the development server, and loads nothing of the SDK at any time', async () => {
    const server = await startDevServer(project, script('dev'))
    onTestFinished(server.stop)
    await usePage(server.url)
    const printed = server.printed().replace(installer.notice ?? '', '')
    expect(printed).not.toMatch(/warn|error|failed|could not|externalized/i)
  })

  test('has a backend that runs in Node', () => {
    const [record, response] = run(script('backend')).trim().split('\n')
    expect(record).toBe('read back: true')
    // it wants a token
    expect(response).toBe('answered: 401')
  })
})

/** The page finds its connected account's sessions, and opens the approval. */
async function usePage(url: string): Promise<void> {
  const { page, problems, loads } = await openPage(url)
  await page.getByText('The session is absent.').waitFor()
  await page.getByRole('button', { name: 'Let this page mint' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.locator('[data-slot=review]').waitFor()
  // with its styles it lies over the page
  const viewport = page.locator('[data-gk] [data-slot=viewport]')
  expect(await viewport.evaluate((it) => getComputedStyle(it).position)).toBe('fixed')

  expect(await page.locator('vite-error-overlay').count()).toBe(0)
  expect(problems).toEqual([])
  const loaded = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  )
  expectNoSdk((await Promise.all(loaded.map(sourcesOf))).flat())
  expect(loads()).toBe(1)
}

/** That the files which scripts were made of are those of GrantKit, and none is the SDK's. */
function expectNoSdk(sources: readonly string[]): void {
  expect(sources.some((path) => path.includes('node_modules/grantkit/dist/'))).toBe(true)
  expect(sources.filter((path) => path.includes('@biconomy'))).toEqual([])
}

/** The files that a script of a page was made of, by its source map. */
async function sourcesOf(url: string): Promise<string[]> {
  if (!/\.js(\?|$)/.test(url)) return []
  const text = await (await fetch(url)).text()
  const map = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(text)?.[1]
  return map === undefined ? [] : readSources(await (await fetch(new URL(map, url))).text())
}

function readSources(map: string): string[] {
  return (JSON.parse(map) as { sources: string[] }).sources
}

/** What the scripts of a folder import, at once or later. */
function importsOf(folder: string): string[] {
  const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'))
  expect(scripts).not.toEqual([])
  return scripts.flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module
    return [
      ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
      ...staticExports.flatMap(({ entries }) =>
        entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : [])),
      ),
      ...dynamicImports.map(({ moduleRequest: { start, end } }) =>
        text.slice(start, end).replaceAll(/^['"`]|['"`]$/g, ''),
      ),
    ]
  })
}
