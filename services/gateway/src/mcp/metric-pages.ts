import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** The page that defines some metrics, as a resource of the protocol. */
export interface MetricPage {
  readonly uri: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly mimeType: string
  readonly text: string
}

const FOLDER = new URL('../../../../docs/metrics/', import.meta.url)

/** The pages of docs/metrics. They are part of the program: without them it does not start. */
export function readMetricPages(): readonly MetricPage[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => {
      const name = basename(file, '.md')
      const text = readFileSync(new URL(file, FOLDER), 'utf8')
      const title = /^# (.+)$/m.exec(text)?.[1] ?? name
      const description = `${title}: what is counted and how, with units and limits.`
      return { uri: `octometer://metrics/${name}`, name, title, description, mimeType: 'text/markdown', text }
    })
}
