import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, createServer } from 'vite'

// node tools/dashboard/main.mjs <folder>: builds the dashboard into it.
// node tools/dashboard/main.mjs --serve <url>: serves its sources, reloading what changes, over the API of a running gateway.
const [first = '', url = 'http://127.0.0.1:8080'] = process.argv.slice(2)

/** @type {import('vite').InlineConfig} */
const settings = {
  configFile: false,
  root: fileURLToPath(new URL('../../packages/dashboard', import.meta.url)),
  base: '/dashboard/',
  publicDir: 'public',
  logLevel: 'error',
}

if (first === '') throw new Error('name the folder to build into, or --serve')
if (first === '--serve') {
  const proxied = Object.fromEntries(['/api', '/auth', '/docs'].map((path) => [path, { target: url }]))
  const server = await createServer({ ...settings, server: { proxy: proxied } })
  await server.listen()
  server.printUrls()
} else {
  await build({
    ...settings,
    build: {
      outDir: resolve(first),
      emptyOutDir: true,
      target: 'es2023',
      // The policy lets no inline script run, which the polyfill would be.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
    },
  })
}
