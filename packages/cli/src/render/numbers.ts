/** What is not known: never 0. */
export const UNKNOWN = '–'

/** `12,345`; `–` for null. */
export function count(value: number | null): string {
  return value === null ? UNKNOWN : value.toLocaleString('en-US')
}

/** A share of 1 as `97.3 %`. It is 100 % only when it is all, and 0 % only when it is nothing. */
export function percent(share: number | null): string {
  if (share === null) return UNKNOWN
  if (share > 0.999 && share < 1) return '99.9 %'
  if (share > 0 && share < 0.001) return '0.1 %'
  const value = share * 100
  return `${Number.isInteger(value) ? value : value.toFixed(1)} %`
}

/** The same of a week before; `–` where that one is not known whole. */
export function changeSince(
  now: number | null,
  before: number | null,
  week: { readonly since: string },
  history: string | null,
): string {
  const isKnown = history !== null && Date.parse(week.since) >= Date.parse(history)
  return isKnown ? change(now, before) : UNKNOWN
}

/** How much more it is than before: `+25 %`, `-3 %`, `new`; empty when there is nothing to compare. */
export function change(now: number | null, before: number | null): string {
  if (now === null || before === null) return ''
  if (before === 0) return now === 0 ? '' : 'new'
  const value = Math.round(((now - before) / before) * 100)
  return value === 0 ? '=' : `${value > 0 ? '+' : ''}${value.toLocaleString('en-US')} %`
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** `1.2 GB`, by thousands. */
export function bytes(value: number): string {
  let rest = value
  let unit = 0
  while (rest >= 1000 && unit < UNITS.length - 1) {
    rest /= 1000
    unit += 1
  }
  return `${unit === 0 || rest >= 100 ? Math.round(rest) : rest.toFixed(1)} ${UNITS[unit]}`
}

/** `1 delivery`, `2 deliveries`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}
