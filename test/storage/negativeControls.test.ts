import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'

interface Report {
  testResults: {
    assertionResults: {
      ancestorTitles: string[]
      title: string
      status: string
      failureMessages: string[]
    }[]
  }[]
}

const root = resolve(import.meta.dirname, '../..')
type Result = Report['testResults'][number]['assertionResults'][number]
/** By suite. */
const results = new Map<string, Result[]>()

/** A suite that nothing fails proves nothing: here it is run over storages that are known bad. */
beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'grantkit-negative-'))
  const output = join(directory, 'report.json')
  await new Promise<void>((done) => {
    execFile(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--root',
        join(root, 'test/conformance/negative'),
        '--reporter=json',
        `--outputFile=${output}`,
      ],
      { env: { ...process.env, VITEST: undefined, NODE_ENV: 'test' } },
      // It is meant to fail.
      () => done(),
    )
  })
  const report = JSON.parse(await readFile(output, 'utf8')) as Report
  await rm(directory, { recursive: true })
  for (const result of report.testResults.flatMap(({ assertionResults }) => assertionResults)) {
    const [suite = ''] = result.ancestorTitles
    results.set(suite, [...(results.get(suite) ?? []), result])
  }
})

const forOne = [
  'any text is an id',
  'null creates, and never replaces',
  'pages join up to the whole, also when records come and go between them',
]

describe.each(['SessionMemoryStorage', 'SessionLocalStorage', 'writeFile'])(
  'the conformance suite over %s',
  (name) => {
    test('fails, where updates are lost', () => {
      const failed = results.get(name)?.filter(({ status }) => status === 'failed') ?? []
      expect(failed.map(({ title }) => title)).toEqual(
        expect.arrayContaining([
          '50 parallel increments give 50',
          '50 parallel increments over two handles give 50',
          'of many who create at once, one does',
          'hears of another handle',
        ]),
      )
    })

    test('and works for a single caller, so that it is the storage that fails', () => {
      const simple = results.get(name)?.filter(({ title }) => forOne.includes(title)) ?? []
      expect(simple.map(({ title }) => title)).toEqual(forOne)
      const reasons = simple.flatMap(({ failureMessages }) => failureMessages)
      expect(reasons, reasons.join('\n')).toEqual([])
    })
  },
)
