import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumArgs } from './test/harness/chromiumArgs.ts'
import { chromiumPath } from './test/harness/chromiumPath.ts'

/** `npm test`, which a newcomer waits for; everything else runs every file with every case. */
const isQuick = process.env.TEST_SUITE === 'quick'
/** Files that `npm test` leaves to `npm run test:full`. */
const leftOut = (...files: string[]) => (isQuick ? files : [])

/** Vitest writes into what it is given, so every project gets one of its own. */
const browser = (contextOptions: { reducedMotion?: 'reduce' } = {}) => ({
  enabled: true,
  headless: true,
  // beside everything else that starts, a browser can take its time
  connectTimeout: 300_000,
  provider: playwright({
    launchOptions: { executablePath: chromiumPath(), args: [...chromiumArgs] },
    contextOptions,
  }),
  instances: [{ browser: 'chromium' as const }],
})

/** Every story is a test: its play function, and axe. */
const stories = (theme: 'light' | 'dark') => ({
  plugins: [storybookTest({ configDir: '.storybook', initialGlobals: { theme } })],
  test: { name: `storybook-${theme}`, browser: browser({ reducedMotion: 'reduce' }) },
})

const browserDependencies = [
  '@base-ui/react/alert-dialog',
  '@tanstack/react-query',
  '@testing-library/react',
  '@testing-library/user-event',
  'axe-core',
  'fast-check',
  'idb',
  'react',
  'react-dom',
  'react-dom/client',
  'react-dom/server',
  'react/jsx-dev-runtime',
  'viem',
  'viem/account-abstraction',
  'viem/accounts',
  'viem/actions',
  'viem/chains',
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
          provide: { full: !isQuick },
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}', 'test/unit/**/*.test.{ts,tsx}'],
          exclude: ['**/*.browser.test.{ts,tsx}'],
          // property tests run tens of thousands of cases
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'devnet',
          provide: { full: !isQuick },
          environment: 'node',
          include: ['test/devnet/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'storage',
          provide: { full: !isQuick },
          environment: 'node',
          include: ['test/storage/**/*.test.ts'],
          exclude: leftOut(
            'test/storage/damagedBytes.test.ts',
            'test/storage/fileFaults.test.ts',
            'test/storage/negativeControls.test.ts',
            'test/storage/processes.test.ts',
            'test/storage/storageServerExample.test.ts',
            'test/storage/storageServerLimits.test.ts',
          ),
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'chain',
          provide: { full: !isQuick },
          environment: 'node',
          include: isQuick ? ['test/chain/{mainJob,defects}.test.ts'] : ['test/chain/**/*.test.ts'],
          // they wait for blocks and time limits more than they compute
          maxWorkers: isQuick ? 2 : 3,
          globalSetup: ['./test/harness/globalSetup.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'matrix',
          provide: { full: !isQuick },
          environment: 'node',
          include: ['test/matrix/**/*.test.ts'],
          globalSetup: ['./test/harness/globalSetup.ts', './test/matrix/globalSetup.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
          maxConcurrency: 6,
        },
      },
      {
        test: {
          name: 'hostile',
          provide: { full: !isQuick },
          environment: 'node',
          include: ['test/hostile/**/*.test.ts'],
          globalSetup: ['./test/harness/globalSetup.ts'],
          // each test is one user after another, for minutes
          testTimeout: 1_200_000,
          hookTimeout: 180_000,
          maxConcurrency: 12,
        },
      },
      {
        test: {
          name: 'fuzz',
          provide: { full: !isQuick },
          environment: 'node',
          include: ['test/fuzz/**/*.test.ts'],
          // 10,000 inputs a test
          testTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'e2e',
          provide: { full: !isQuick },
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'pages',
          provide: { full: !isQuick },
          environment: 'node',
          include: ['test/pages/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'install',
          environment: 'node',
          include: ['test/install/**/*.test.ts'],
          globalSetup: ['./test/install/globalSetup.ts'],
          // packages are installed, from the network where the cache has none
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'soak',
          provide: { full: !isQuick },
          environment: 'node',
          include: ['test/soak/**/*.test.ts'],
          testTimeout: 400_000,
        },
      },
      {
        plugins: [react()],
        // what is found late makes Vite reload the page in the middle of a test
        optimizeDeps: { include: [...browserDependencies] },
        test: {
          name: 'browser',
          provide: { full: !isQuick },
          include: ['src/**/*.browser.test.{ts,tsx}', 'test/browser/**/*.test.{ts,tsx}'],
          exclude: leftOut('test/browser/walletFaults.test.tsx'),
          globalSetup: ['./test/harness/globalSetup.ts'],
          setupFiles: ['./test/harness/testingLibrary.ts'],
          testTimeout: 60_000,
          // an opening dialog is scaled, and would be measured so
          browser: browser({ reducedMotion: 'reduce' }),
        },
      },
      stories('light'),
      stories('dark'),
    ],
  },
})
