import { resolve } from 'node:path'
import type { Standalone } from './standalone.ts'

/** What a person reads when the system is up: where everything is, and three lines that work as pasted. */
export function welcome({ url, sqlUrl, dataDir }: Standalone): string {
  const credentials = resolve(dataDir, 'credentials.json')
  const key = `$(node -p "require('${credentials}').adminKey")`
  return `
  Octometer is up.

  Documentation   ${url}/docs
  Webhooks        ${url}/webhooks/github   (secret: webhookSecret in ${credentials})
  SQL             ${sqlUrl}   (read-only without a password)
  Data            ${dataDir}

  Try:
    curl -s -H "x-api-key: ${key}" "${url}/api/v1/counters?window=all"
    curl -s -H "x-api-key: ${key}" "${url}/api/v1/pull-requests?limit=3"
    curl -s "${sqlUrl}/?query=SELECT+event,count()+FROM+octometer.deliveries+GROUP+BY+event+ORDER+BY+2+DESC+LIMIT+5"

  Ctrl-C stops it; nothing that was accepted is lost.

`
}
