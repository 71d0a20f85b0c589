import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type Router from '@koa/router'
import { apiRoutes, openApiDocument, streamEvents } from '@octometer/gateway-api'
import type { RequestState } from '@octometer/service-kit'
import type Koa from 'koa'
import { compatEndpoints } from '../compat/compat-endpoints.ts'
import { type DocumentFile, documentFiles } from './document-files.ts'

/** The pages run our scripts and styles alone; both libraries write styles of their own, and Redoc searches in a worker. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `/openapi.json`, and the pages `/docs` and `/redoc` that show it. */
export function addDocuments(router: Router<RequestState>, version: string): void {
  const seedRoutes = compatEndpoints.map(({ route }) => route)
  const document = JSON.stringify(openApiDocument([...apiRoutes, streamEvents, ...seedRoutes], version))
  router.get('/openapi.json', (ctx) => {
    ctx.type = 'json'
    ctx.set('Cache-Control', 'no-cache')
    ctx.body = document
  })
  for (const each of documentFiles) router.get(each.path, serve(each))
}

interface Loaded {
  readonly plain: Buffer
  readonly zipped: Buffer
  readonly etag: string
}

function serve({ file, type }: DocumentFile): Koa.Middleware<RequestState> {
  let loaded: Promise<Loaded> | null = null
  return async (ctx) => {
    loaded ??= load(file)
    const { plain, zipped, etag } = await loaded
    ctx.type = type
    ctx.vary('Accept-Encoding')
    ctx.set({ ETag: etag, 'Cache-Control': 'no-cache' })
    if (type === 'html') ctx.set({ 'Content-Security-Policy': POLICY, 'Referrer-Policy': 'no-referrer' })
    ctx.status = 200
    if (ctx.fresh) {
      ctx.status = 304
      return
    }
    const takesGzip = ctx.acceptsEncodings('gzip', 'identity') === 'gzip'
    if (takesGzip) ctx.set('Content-Encoding', 'gzip')
    ctx.body = takesGzip ? zipped : plain
  }
}

const zip = promisify(gzip)

async function load(file: string): Promise<Loaded> {
  const plain = await readFile(file)
  const digest = createHash('sha256').update(plain).digest('base64url').slice(0, 20)
  // Weak: the same text, packed or not.
  return { plain, zipped: await zip(plain), etag: `W/"${digest}"` }
}
