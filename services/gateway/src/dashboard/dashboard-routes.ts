import type Router from '@koa/router'
import { problem, type RequestState } from '@octometer/service-kit'
import type Koa from 'koa'
import { type DashboardFile, type DashboardFiles, loadDashboard, type Packing } from './dashboard-files.ts'

/** Our own scripts and styles alone, and no one's frame. Pictures that a page draws itself are `blob:` and `data:`. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

const ROOT = '/dashboard'
const INDEX = 'index.html'
const YEAR_SECONDS = 31_536_000

type Context = Koa.ParameterizedContext<RequestState>

/** `/dashboard` and all below it: the built files; what is no file is a place in the dashboard, which its index answers. */
export function addDashboardFiles(router: Router<RequestState>, folder: string | null): void {
  let loaded: Promise<DashboardFiles> | null = null
  const files = async () => {
    if (folder === null) throw notThere('OCTO_DASHBOARD_DIR names no folder')
    loaded ??= loadDashboard(folder).catch((cause: unknown) => {
      loaded = null
      throw notThere('the folder that OCTO_DASHBOARD_DIR names cannot be read', cause)
    })
    return loaded
  }
  router.get('/', (ctx, next) => (folder === null ? next() : ctx.redirect(ROOT)))
  router.get([ROOT, `${ROOT}/`, `${ROOT}/*path`], async (ctx) => {
    const all = await files()
    const path = ctx.path.slice(ROOT.length + 1)
    const file = all.get(path)
    if (file === undefined && path.startsWith('assets/')) {
      throw problem(404, 'not_found', 'There is no such file: the dashboard was built anew. Load it again.')
    }
    const served = file ?? all.get(INDEX)
    if (served === undefined) throw notThere(`the folder has no ${INDEX}`)
    send(ctx, served)
  })
}

function send(ctx: Context, { type, etag, immutable, bodies }: DashboardFile): void {
  ctx.type = type
  ctx.vary('Accept-Encoding')
  ctx.set({
    ETag: etag,
    'Cache-Control': immutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
  })
  ctx.set(HEADERS)
  ctx.status = 200
  if (ctx.fresh) {
    ctx.status = 304
    return
  }
  const packing = packingFor(ctx)
  const packed = bodies[packing]
  if (packed !== bodies.identity) ctx.set('Content-Encoding', packing)
  ctx.body = packed
}

function packingFor(ctx: Context): Packing {
  const accepted = ctx.acceptsEncodings('br', 'gzip', 'identity')
  return accepted === 'br' || accepted === 'gzip' ? accepted : 'identity'
}

function notThere(why: string, cause?: unknown): Error {
  return problem(404, 'no_dashboard', `The dashboard is not served here: ${why}.`, { cause })
}
