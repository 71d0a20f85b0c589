import type { AskedGateway } from './ask-gateway.ts'

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
}

interface Documented {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>
}

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** What parameters of paths and queries are filled with, by their names. */
export type Values = Readonly<Record<string, string>>

/** It has no end. */
const NOT_ASKED = new Set(['/api/v1/stream'])

/** By path: what every GET that the gateway documents (or of those `only` these) answers, without how fresh it is. */
export async function everyAnswer(
  gateway: AskedGateway,
  values: Values,
  only?: readonly string[],
): Promise<ReadonlyMap<string, Answer>> {
  const document = await gateway.ask('/openapi.json')
  const { paths } = document.body as unknown as Documented
  const answers = new Map<string, Answer>()
  for (const [path, { get }] of Object.entries(paths)) {
    if (get === undefined || NOT_ASKED.has(path) || only?.includes(path) === false) continue
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(valueFor(path, name, values)),
    )
    const search = new URLSearchParams(
      (get.parameters ?? [])
        .filter((each) => each.in === 'query' && each.required === true)
        .map(({ name }): [string, string] => [name, valueFor(path, name, values)]),
    )
    answers.set(path, await answerOf(gateway, `${filled}${search.size === 0 ? '' : `?${search}`}`))
  }
  return answers
}

function valueFor(path: string, name: string, values: Values): string {
  return values[`${path} ${name}`] ?? values[name] ?? '1'
}

async function answerOf({ url, keys }: AskedGateway, path: string): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, { headers: { 'x-api-key': keys.admin } })
  const text = await answer.text()
  const isJson = /^application\/(problem\+)?json/.test(answer.headers.get('content-type') ?? '')
  return { status: answer.status, body: isJson ? withoutFreshness(JSON.parse(text)) : text }
}

/** `freshness` tells when it was asked and how far the readers are. */
function withoutFreshness(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'freshness'))
}
