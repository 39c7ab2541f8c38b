import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import tailwind4 from '@tailwindcss/postcss'
import tailwind3 from 'tailwindcss3'
import { preprocessCSS, resolveConfig } from 'vite'

/** A page's own style sheets: those before the kit's, and those after it. */
export interface HostStyles {
  before?: string
  after?: string
}

const { resolve } = createRequire(import.meta.url)
const utilities = 'p-4 m-2 text-lg font-bold bg-red-500 rounded flex grid leading-none border'

/** The styles of real pages, by name: first of all none, which the others are compared with. */
export async function hostStyles(): Promise<Record<string, HostStyles>> {
  const three = await process(
    '@tailwind base; @tailwind components; @tailwind utilities;',
    tailwind3({ content: [{ raw: utilities, extension: 'html' }] }),
  )
  const four = await process(
    `@import 'tailwindcss' source(none); @source inline('${utilities}');`,
    tailwind4({ optimize: false }),
  )
  return {
    none: {},
    'Tailwind 3': { before: three },
    'Tailwind 4 before': { before: four },
    'Tailwind 4 after': { after: four },
    'Bootstrap 5': { after: await readFile(resolve('bootstrap/dist/css/bootstrap.css'), 'utf8') },
    "Meyer's reset": { after: await readFile(resolve('reset-css/reset.css'), 'utf8') },
    'a root font of 62.5 %': { before: 'html { font-size: 62.5% } body { font-size: 1.6rem }' },
    'a hostile sheet': { after: hostile },
  }
}

/** What pages do to everything in them, with selectors stronger than a reset's. */
const hostile = `
  html { line-height: 0; letter-spacing: 0.3em; text-align: center; visibility: visible }
  body { font: italic 700 8px/1 serif; word-spacing: 1em; cursor: wait; user-select: none }
  body * { letter-spacing: 0.3em; line-height: 0; color: red; font-size: 8px; stroke: red }
  body *::before, body *::after { content: 'x'; display: block }
  body div:not(.x) { padding: 40px; margin: 20px; transform: rotate(5deg); opacity: 0.3 }
  body h2:not(.x), body p:not(.x) { font: 60px serif; text-transform: uppercase; margin: 2em }
  button:not(.x) { all: unset }
  input:not(.x) { appearance: none; width: 100%; height: 90px }
  svg:not(.x) { width: 200px; height: 200px; display: block; fill: red }
  [type='button'] { background: transparent; border: 9px dotted red }
  ul:not(.x), dl:not(.x) { columns: 3; list-style: square }
  fieldset:not(.x), section:not(.x) { float: left; border: 5px solid; width: 10px }
`

async function process(
  css: string,
  plugin: ReturnType<typeof tailwind3> | ReturnType<typeof tailwind4>,
): Promise<string> {
  const config = await resolveConfig(
    { configFile: false, logLevel: 'error', css: { postcss: { plugins: [plugin] } } },
    'build',
  )
  const { code } = await preprocessCSS(css, `${import.meta.dirname}/host.css`, config)
  return code
}
