import { relative, resolve } from 'node:path'
import type { Standalone } from './standalone.ts'

/** What a person reads when the system is up: where everything is, and three lines that work as pasted. */
export function welcome({ url, sqlUrl, dataDir, signInUrl }: Standalone): string {
  const credentials = resolve(dataDir, 'credentials.json')
  return `
  Octometer is up.

    Dashboard       ${signInUrl()}
                    signs in once, within ten minutes; later with the admin key
    Documentation   ${url}/docs
    Webhooks        ${url}/webhooks/github
    SQL             ${sqlUrl}   read-only without a password
    Credentials     ${relative('.', credentials)}   webhook secret, admin key, SQL password

  Try, as pasted:

    KEY=$(node -p "require('${credentials}').adminKey")
    curl -s -H "x-api-key: $KEY" "${url}/api/v1/counters?window=week"
    curl -s -H "x-api-key: $KEY" "${url}/api/v1/pull-requests?state=open&limit=3"
    curl -s "${sqlUrl}/?query=SELECT+event,count()+FROM+deliveries+GROUP+BY+event+ORDER+BY+2+DESC+LIMIT+5"

  Ctrl-C stops it. Nothing that was accepted is lost.

`
}
