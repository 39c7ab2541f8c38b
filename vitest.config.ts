import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumArgs } from './test/harness/chromiumArgs.ts'
import { chromiumPath } from './test/harness/chromiumPath.ts'

const browser = {
  enabled: true,
  headless: true,
  provider: playwright({
    launchOptions: { executablePath: chromiumPath(), args: [...chromiumArgs] },
  }),
  instances: [{ browser: 'chromium' as const }],
}

export default defineConfig({
  test: {
    // two cores: more workers only take the chain's time
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.ts', 'test/unit/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
          typecheck: {
            enabled: true,
            include: ['src/**/*.test-d.ts'],
            tsconfig: './tsconfig.json',
          },
        },
      },
      {
        test: {
          name: 'devnet',
          environment: 'node',
          include: ['test/devnet/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'chain',
          environment: 'node',
          include: ['test/chain/**/*.test.ts'],
          globalSetup: ['./test/harness/globalSetup.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        plugins: [react()],
        optimizeDeps: { include: ['react/jsx-dev-runtime', 'vitest-browser-react'] },
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.{ts,tsx}', 'test/browser/**/*.test.{ts,tsx}'],
          globalSetup: ['./test/harness/globalSetup.ts'],
          testTimeout: 60_000,
          browser,
        },
      },
    ],
  },
})
