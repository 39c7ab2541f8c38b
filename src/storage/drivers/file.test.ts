import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { testDriver } from '../../../test/conformance/testDriver.ts'
import { recordPath } from './file/recordPath.ts'
import { file } from './file.ts'

testDriver(
  'file',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'grantkit-file-'))
    const pathOf = (address: Parameters<typeof recordPath.encode>[0]) =>
      join(directory, 'records', ...recordPath.encode(address))
    return {
      open: () => file({ directory }),
      raw: {
        read: (address) => readFile(pathOf(address), 'utf8').catch(() => undefined),
        async write(address, text) {
          await mkdir(dirname(pathOf(address)), { recursive: true })
          await writeFile(pathOf(address), text)
        },
      },
      remove: () => rm(directory, { recursive: true, force: true }),
    }
  },
  { runs: 15 },
)
