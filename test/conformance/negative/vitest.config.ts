import { defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: Vitest asks for it
export default defineConfig({
  test: {
    include: ['**/*.negative.ts'],
    environment: 'node',
    testTimeout: 20_000,
    // What fails is looked at by another test; errors beside the tests belong to it.
    dangerouslyIgnoreUnhandledErrors: true,
  },
})
