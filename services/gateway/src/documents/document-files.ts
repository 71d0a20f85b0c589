import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

export interface DocumentFile {
  /** Where it is served. */
  readonly path: string
  /** Where it lies. */
  readonly file: string
  readonly type: 'html' | 'js' | 'css' | 'png'
}

const require = createRequire(import.meta.url)
const asset = (name: string) => fileURLToPath(new URL(`../../assets/${name}`, import.meta.url))

/** The pages and all that they load: nothing comes from elsewhere, so that they work offline. */
export const documentFiles: readonly DocumentFile[] = [
  { path: '/docs', file: asset('docs.html'), type: 'html' },
  { path: '/docs/page.js', file: asset('docs.js'), type: 'js' },
  { path: '/docs/page.css', file: asset('docs.css'), type: 'css' },
  { path: '/docs/favicon.png', file: require.resolve('swagger-ui-dist/favicon-32x32.png'), type: 'png' },
  { path: '/docs/swagger-ui.css', file: require.resolve('swagger-ui-dist/swagger-ui.css'), type: 'css' },
  {
    path: '/docs/swagger-ui-bundle.js',
    file: require.resolve('swagger-ui-dist/swagger-ui-bundle.js'),
    type: 'js',
  },
  { path: '/redoc', file: asset('redoc.html'), type: 'html' },
  { path: '/redoc/page.js', file: asset('redoc.js'), type: 'js' },
  { path: '/redoc/page.css', file: asset('redoc.css'), type: 'css' },
  {
    path: '/redoc/redoc.standalone.js',
    file: require.resolve('redoc/bundles/redoc.standalone.js'),
    type: 'js',
  },
]
