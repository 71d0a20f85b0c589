const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** Unknown is not zero: it has a sign of its own. */
export const UNKNOWN = '–'

/** `12,345`. */
export function formatCount(value: number | null | undefined): string {
  return value == null ? UNKNOWN : whole.format(value)
}

/** `12.3K`, where there is little room. */
export function formatShort(value: number | null | undefined): string {
  return value == null ? UNKNOWN : short.format(value)
}

/** `98.2 %` of a share from 0 to 1; all and nothing are said only when it is all or nothing. */
export function formatShare(share: number | null | undefined): string {
  if (share == null) return UNKNOWN
  const percent = share * 100
  if (percent > 99.9 && percent < 100) return '> 99.9 %'
  if (percent > 0 && percent < 0.1) return '< 0.1 %'
  return `${Number.isInteger(percent) ? percent : percent.toFixed(1)} %`
}

/** How a number changed: `+12 %`, `−3 %`; `new` from nothing; null when either is unknown. */
export function formatChange(
  now: number | null | undefined,
  before: number | null | undefined,
): string | null {
  if (now == null || before == null) return null
  if (before === 0) return now === 0 ? '0 %' : 'new'
  const percent = Math.round(((now - before) / before) * 100)
  if (Math.abs(percent) > 999) return percent > 0 ? '> 999 %' : '< −999 %'
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent)} %`
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']

/** `12.3 KB`, in steps of 1024. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes == null) return UNKNOWN
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** step
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[step]}`
}
