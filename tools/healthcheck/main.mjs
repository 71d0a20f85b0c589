import { get } from 'node:http'

// Of every image: 0 when the service says that it is ready. A node:http request starts quicker than fetch.
const { OCTO_HTTP_HOST: host = '127.0.0.1', OCTO_HTTP_PORT: port = '8080' } = process.env
const request = get(
  { host: host === '0.0.0.0' ? '127.0.0.1' : host, port, path: process.argv[2] ?? '/readyz', timeout: 4000 },
  ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1),
)
request.on('timeout', () => process.exit(1))
request.on('error', () => process.exit(1))
