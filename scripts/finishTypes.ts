import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * TypeScript leaves `.ts` in the imports of the declarations that it writes, where `.js` is what
 * resolvers look for.
 */
for (const file of readdirSync('dist/types', { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.d.ts')) continue
  const path = join('dist/types', file)
  const text = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    text.replace(/((?:from|import\()\s*['"]\.{1,2}\/[^'"]*)\.tsx?(['"])/g, '$1.js$2'),
  )
}
