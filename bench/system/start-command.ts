import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const DEFAULT = 'node --import @octometer/telemetry/preload src/main.ts'

/** How a service is started in production, from its folder: its package's `start` script, or what all share. */
export async function startCommand(root: string, service: string): Promise<string> {
  const text = await readFile(join(root, 'services', service, 'package.json'), 'utf8')
  const { scripts }: { readonly scripts?: { readonly start?: string } } = JSON.parse(text)
  return scripts?.start ?? DEFAULT
}
