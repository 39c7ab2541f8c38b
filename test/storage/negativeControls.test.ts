import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'

interface Report {
  testResults: {
    assertionResults: { ancestorTitles: string[]; title: string; status: string }[]
  }[]
}

const root = resolve(import.meta.dirname, '../..')
let failed: Map<string, string[]>
let passed: Map<string, string[]>

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
  const all = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  const titles = (status: string) => {
    const bySuite = new Map<string, string[]>()
    for (const { ancestorTitles, title, status: actual } of all) {
      const [suite = ''] = ancestorTitles
      if (actual === status) bySuite.set(suite, [...(bySuite.get(suite) ?? []), title])
    }
    return bySuite
  }
  failed = titles('failed')
  passed = titles('passed')
})

describe.each(['SessionMemoryStorage', 'SessionLocalStorage', 'writeFile'])(
  'the conformance suite over %s',
  (name) => {
    test('fails, where updates are lost', () => {
      expect(failed.get(name)).toEqual(
        expect.arrayContaining([
          '50 parallel increments give 50',
          '50 parallel increments over two handles give 50',
          'of many who create at once, one does',
          'hears of another handle',
        ]),
      )
    })

    test('and works for a single caller, so that it is the storage that fails', () => {
      expect(passed.get(name)).toEqual(
        expect.arrayContaining([
          'null creates, and never replaces',
          'any text is an id',
          'pages join up to the whole, also when records come and go between them',
        ]),
      )
    })
  },
)
