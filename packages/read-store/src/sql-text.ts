/** A ClickHouse string literal: backslash and quote escaped, everything else as it is. */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/

/** A bare identifier. Throws when it is not one: names never come from outside. */
export function identifier(name: string): string {
  if (!IDENTIFIER.test(name)) throw new TypeError(`not an identifier: ${name}`)
  return name
}
