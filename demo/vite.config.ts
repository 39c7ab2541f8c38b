import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  resolve: {
    // what `npm install grantkit` gives a dapp, straight from the source
    alias: [
      { find: /^grantkit$/, replacement: here('../src/exports/index.ts') },
      { find: /^grantkit\/ui$/, replacement: here('../src/exports/ui.ts') },
      { find: /^grantkit\/styles\.css$/, replacement: here('../src/ui/styles.css') },
    ],
  },
  cacheDir: here('../node_modules/.cache/grantkit-demo'),
  server: { fs: { allow: [here('..')] } },
  build: { target: 'es2022', chunkSizeWarningLimit: 2_000 },
})
