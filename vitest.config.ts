import { defineConfig } from 'vitest/config'

const everywhere = (suffix: string) =>
  ['packages', 'services', 'tests', 'tools'].map((room) => `${room}/**/*.${suffix}`)

// The cost of a test is in its name: pure, with real servers, with all services.
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          include: everywhere('test.ts'),
          exclude: [...everywhere('int.test.ts'), ...everywhere('e2e.test.ts'), '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'int',
          include: everywhere('int.test.ts'),
          exclude: ['**/node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: everywhere('e2e.test.ts'),
          exclude: ['**/node_modules/**'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
