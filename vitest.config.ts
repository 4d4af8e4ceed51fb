import { defineConfig } from 'vitest/config'

/** Rooms whose tests may want a database. The others start without one, and so a second faster. */
const withDatabase = [
  'src/adapters/postgres/**/*.test.ts',
  'src/{app,api,cli}/**/*.test.ts',
  'src/main.test.ts',
  'test/**/*.test.ts',
]
/** Stories with a simulated outside: they mostly wait for answers and for pauses between tries, not for the processor. */
const stories = ['test/journeys/**/*.test.ts']
const never = ['**/node_modules/**', '**/data/**', '**/dist/**', 'test/long/**', 'test/e2e/**']

export default defineConfig({
  test: {
    pool: 'forks',
    // Two cores are what a small server has; more workers would only make the timed tests stumble.
    maxWorkers: 2,
    // A test that hangs is found either way; a busy machine is no reason to fail.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'plain', include: ['{src,sandbox,bench}/**/*.test.ts'], exclude: [...never, ...withDatabase] },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: withDatabase,
          exclude: [...never, ...stories],
          globalSetup: ['test/support/database.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'stories',
          include: stories,
          exclude: never,
          globalSetup: ['test/support/database.ts'],
          maxWorkers: 4,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
