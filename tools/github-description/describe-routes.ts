/** What an OpenAPI description holds; its parts refer to one another. */
type Part = Readonly<Record<string, unknown>>

/** A route as a router writes it: `/repos/:owner/:repo`. */
export interface DescribedRoute {
  readonly method: string
  readonly path: string
}

/** Of a description the answers to some routes, and what they refer to; without its prose. */
export function describeRoutes(whole: Part, routes: readonly DescribedRoute[]): Part {
  const wanted = new Set(routes.map(({ method, path }) => `${method.toLowerCase()} ${shapeOf(path)}`))
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [path, operations] of Object.entries(partOf(whole.paths))) {
    for (const [method, operation] of Object.entries(partOf(operations))) {
      if (!wanted.has(`${method} ${shapeOf(path)}`)) continue
      paths[path] = { ...paths[path], [method]: { responses: withoutProse(partOf(operation).responses) } }
    }
  }
  const described: Record<string, unknown> = { paths }
  addReferences(whole, described, paths, new Set())
  return described
}

/** Names of parameters do not tell two routes apart. */
function shapeOf(path: string): string {
  return path.replace(/:\w+|\*\w+|\{[^}]+\}/g, '{}')
}

const PROSE = new Set(['description', 'title', 'summary', 'example', 'examples', 'externalDocs', 'x-github'])

/** A property may be called `description`: prose is text, or an example. */
function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProse)
  if (!isPart(value)) return value
  const isSchemas = Object.values(value).every(isPart)
  const kept = Object.entries(value).filter(([key, part]) => !PROSE.has(key) || (isSchemas && isSchema(part)))
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutProse(part)]))
}

function isSchema(value: unknown): boolean {
  return isPart(value) && ['type', '$ref', 'anyOf', 'allOf', 'oneOf', 'nullable'].some((key) => key in value)
}

function addReferences(
  whole: Part,
  described: Record<string, unknown>,
  value: unknown,
  seen: Set<string>,
): void {
  if (Array.isArray(value)) {
    for (const part of value) addReferences(whole, described, part, seen)
    return
  }
  if (!isPart(value)) return
  const { $ref: reference } = value
  if (typeof reference === 'string' && !seen.has(reference)) {
    seen.add(reference)
    const part = withoutProse(place(whole, described, reference))
    addReferences(whole, described, part, seen)
  }
  for (const part of Object.values(value)) addReferences(whole, described, part, seen)
}

/** Puts what `#/components/schemas/issue` refers to in the same place, and gives it. */
function place(whole: Part, described: Record<string, unknown>, reference: string): unknown {
  const steps = reference.slice(2).split('/')
  const last = steps.pop() ?? ''
  let from = whole
  let to = described
  for (const step of steps) {
    from = partOf(from[step])
    const next = isPart(to[step]) ? { ...to[step] } : {}
    to[step] = next
    to = next
  }
  to[last] = withoutProse(from[last])
  return from[last]
}

function partOf(value: unknown): Part {
  return isPart(value) ? value : {}
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
