import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { dependencies, peerDependencies } from './package.json' with { type: 'json' }
import { inLayer } from './scripts/inLayer.ts'

const entries = readdirSync('src/exports').map((file) => basename(file, '.ts'))
const external = [...Object.keys(dependencies), ...Object.keys(peerDependencies)]

/** The package: one module per source file, so that a bundler takes only what is imported. */
export default defineConfig({
  plugins: [
    react(),
    {
      name: 'styles',
      closeBundle() {
        const styles = readFileSync('src/ui/styles.css', 'utf8')
        writeFileSync('dist/styles.css', styles)
        writeFileSync('dist/styles.layer.css', inLayer(styles))
      },
    },
  ],
  build: {
    target: 'es2022',
    sourcemap: true,
    minify: false,
    lib: {
      entry: Object.fromEntries(entries.map((name) => [name, `src/exports/${name}.ts`])),
      formats: ['es'],
    },
    rollupOptions: {
      external: (id) =>
        external.some((name) => id === name || id.startsWith(`${name}/`)) || id.startsWith('node:'),
      output: {
        preserveModules: true,
        preserveModulesRoot: 'src',
        entryFileNames: ({ facadeModuleId }) =>
          facadeModuleId?.includes('/src/exports/')
            ? `${basename(facadeModuleId, '.ts')}.js`
            : '[name].js',
      },
    },
  },
})
