import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

export const sourceRoot = resolve(import.meta.dirname, '../../src')

export interface SourceImport {
  from: string
  /** A path in `src`, or `npm:` and the name of a package's module. */
  to: string
  typeOnly: boolean
}

/** What is published, without its tests: paths in `src`. */
export const sourceFiles: readonly string[] = readdirSync(sourceRoot, {
  recursive: true,
  encoding: 'utf8',
}).filter((file) => /\.tsx?$/.test(file) && !/\.(test|test-d|browser\.test)\.tsx?$/.test(file))

const parsed: SourceImport[] = sourceFiles.flatMap((file) => {
  const text = readFileSync(join(sourceRoot, file), 'utf8')
  const statements = [
    ...text.matchAll(/^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'/gm),
    ...text.matchAll(/\b(?:import)\(()'([^']+)'\)/g),
    ...text.matchAll(/^import\s+()'([^']+)'/gm),
  ]
  return statements.map(([, type, to = '']) => ({
    from: file,
    to: to.startsWith('.')
      ? relative(sourceRoot, resolve(sourceRoot, dirname(file), to))
      : `npm:${to}`,
    typeOnly: type !== undefined && type !== '',
  }))
})

/** Static and dynamic ones. One can be written in two places, and a type's beside a value's. */
export const sourceImports: readonly SourceImport[] = [
  ...new Map(parsed.map((it) => [`${it.from} ${it.to} ${it.typeOnly}`, it])).values(),
]
