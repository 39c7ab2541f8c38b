import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { testDriverVariants } from '../../../test/conformance/testDriverVariants.ts'
import type { RecordAddress } from '../../types/Storage.ts'
import { recordPath } from './file/recordPath.ts'
import { file } from './file.ts'

testDriverVariants(
  'file',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'grantkit-file-'))
    const directoryOf = (prefix = 'sessions') => join(root, prefix)
    const pathOf = (prefix: string | undefined, address: RecordAddress) =>
      join(directoryOf(prefix), 'records', ...recordPath.encode(address))
    return {
      open: (prefix) => file({ directory: directoryOf(prefix) }),
      raw: {
        read: (prefix, address) => readFile(pathOf(prefix, address), 'utf8').catch(() => undefined),
        async write(prefix, address, text) {
          await mkdir(dirname(pathOf(prefix, address)), { recursive: true })
          await writeFile(pathOf(prefix, address), text)
        },
      },
      remove: () => rm(root, { recursive: true, force: true }),
    }
  },
  { runs: 5, prefixes: ['a', 'a-', 'a/b', ''] },
)
