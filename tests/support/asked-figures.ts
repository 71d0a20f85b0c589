import { readdir, readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'

const folder = new URL('../../deploy/observability/', import.meta.url)

/** One expression of PromQL, where it stands, and what it asks of which metrics. */
export interface AskedFigures {
  readonly where: string
  readonly metrics: readonly string[]
  /** Of matchers and of `by`: of any of the metrics. */
  readonly labels: readonly string[]
}

const dashboardSchema = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
})
const rulesSchema = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
})

/** Every expression of the dashboards and alerts that deploy/observability holds. */
export async function askedFigures(): Promise<readonly AskedFigures[]> {
  const dashboards = new URL('grafana/dashboards/', folder)
  const panels = await Promise.all(
    (await readdir(dashboards)).map(async (file) =>
      dashboardSchema.parse(JSON.parse(await readFile(new URL(file, dashboards), 'utf8'))),
    ),
  )
  const { groups } = rulesSchema.parse(parse(await readFile(new URL('alerts.yml', folder), 'utf8')))
  return [
    ...panels.flatMap((each) =>
      each.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => read(title, expr))),
    ),
    ...groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => read(alert, expr))),
  ]
}

const words = new Set(['and', 'or', 'unless', 'bool', 'offset', 'by', 'without', 'on', 'ignoring'])

export function read(where: string, expr: string): AskedFigures {
  const grouped = [...expr.matchAll(/\b(?:by|without|on|ignoring) \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(/\s*,\s*/),
  )
  const matched = [...expr.matchAll(/[{,]\s*(\w+)\s*(?:=|!)~?/g)].map(([, label = '']) => label)
  const bare = expr
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, '')
    .replace(/\b(?:by|without|on|ignoring) \([^)]*\)/g, '')
  const metrics = [...bare.matchAll(/\b([a-zA-Z_:][\w:]*)\b(?!\s*\()/g)].flatMap(([, name = '']) =>
    words.has(name) ? [] : name,
  )
  return { where, metrics: [...new Set(metrics)], labels: [...new Set([...grouped, ...matched])] }
}
