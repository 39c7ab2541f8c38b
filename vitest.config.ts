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

const browserDependencies = [
  '@base-ui/react/alert-dialog',
  '@biconomy/account',
  '@tanstack/react-query',
  'axe-core',
  'fast-check',
  'idb',
  'react',
  'react-dom',
  'react-dom/client',
  'react/jsx-dev-runtime',
  'viem',
  'viem/account-abstraction',
  'viem/accounts',
  'viem/actions',
  'viem/chains',
  'vitest-browser-react',
  'wagmi',
  'wagmi/actions',
  'wagmi/connectors',
] as const

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
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        plugins: [react()],
        // what is found late makes Vite reload the page in the middle of a test
        optimizeDeps: { include: [...browserDependencies] },
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
