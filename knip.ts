import type { KnipConfig } from 'knip'

// What is started by its path or found by its name; everything else must be imported by somebody.
const room = { entry: ['src/**/main.ts', 'src/**/*.test.ts'], project: ['src/**/*.ts'] }

const config: KnipConfig = {
  // Started by its path, as `tools/check/gates.ts` starts every tool.
  ignoreDependencies: ['@biomejs/biome'],
  workspaces: {
    '.': {
      entry: ['tools/**/main.{ts,mjs}', 'tools/**/*.test.ts'],
      project: ['tools/**/*.{ts,mjs}'],
    },
    'packages/*': room,
    'packages/dashboard': {
      entry: ['index.html', 'src/main.tsx', 'src/**/*.test.ts'],
      project: ['src/**/*.{ts,tsx}'],
    },
    'services/*': room,
    tests: { entry: ['**/main.ts', '**/*.test.ts'], project: ['**/*.ts'] },
    bench: { entry: ['**/main.ts'], project: ['**/*.ts'] },
  },
}

export default config
