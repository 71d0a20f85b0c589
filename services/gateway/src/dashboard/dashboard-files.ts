import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'

export type Packing = 'br' | 'gzip' | 'identity'

export interface DashboardFile {
  readonly type: string
  readonly etag: string
  /** True for names that hold a hash of what is in them. */
  readonly immutable: boolean
  readonly bodies: Readonly<Record<Packing, Buffer>>
}

/** The files of a folder by their paths in it, such as `assets/main-1a2b.js`. */
export type DashboardFiles = ReadonlyMap<string, DashboardFile>

const PACKED = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest'])

/** Everything that is in a folder now, packed: it is small, and only these paths are ever served. Throws what reading throws. */
export async function loadDashboard(folder: string): Promise<DashboardFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const loaded = files.map(async (entry): Promise<[string, DashboardFile]> => {
    const file = join(entry.parentPath, entry.name)
    const path = relative(folder, file).split(sep).join('/')
    return [path, await load(file, path.startsWith('assets/'))]
  })
  return new Map(await Promise.all(loaded))
}

const packGzip = promisify(gzip)
const packBrotli = promisify(brotliCompress)

async function load(file: string, immutable: boolean): Promise<DashboardFile> {
  const identity = await readFile(file)
  const extension = extname(file)
  const digest = createHash('sha256').update(identity).digest('base64url').slice(0, 20)
  const isPacked = PACKED.has(extension)
  return {
    type: extension,
    // Weak: the same bytes, packed or not.
    etag: `W/"${digest}"`,
    immutable,
    bodies: {
      identity,
      gzip: isPacked ? await packGzip(identity) : identity,
      br: isPacked ? await packBrotli(identity, { params: { [zlib.BROTLI_PARAM_QUALITY]: 6 } }) : identity,
    },
  }
}
