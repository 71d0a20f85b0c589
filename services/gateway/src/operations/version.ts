import { readFileSync } from 'node:fs'
import { getVersion } from '@octometer/gateway-api'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'

const manifest = z.object({ version: z.string() })

/** Of this program, as its package says. */
export const programVersion = manifest.parse(
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
).version

export const getVersionEndpoint = endpoint(getVersion, 'deliveries', async () => ({
  name: 'octometer' as const,
  version: programVersion,
  node: process.versions.node,
}))
