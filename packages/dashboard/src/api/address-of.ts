import { type Operation, operations, type Request } from './operations.ts'

type Loose = {
  readonly path?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
}

/** The address of an operation with its parameters filled in; a list repeats its parameter, what is undefined is left out. */
export function addressOf<Name extends Operation>(
  name: Name,
  request: Request<Name>,
  more: Readonly<Record<string, string>> = {},
): string {
  const { path = {}, query = {} }: Loose = request
  const [, pattern = ''] = operations[name].split(' ')
  const filled = pattern.replaceAll(/\{(\w+)\}/g, (_whole, key: string) =>
    encodeURIComponent(String(path[key])),
  )
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries({ ...query, ...more })) {
    if (value === undefined || value === null) continue
    for (const each of Array.isArray(value) ? value : [value]) search.append(key, String(each))
  }
  return search.size === 0 ? filled : `${filled}?${search}`
}
