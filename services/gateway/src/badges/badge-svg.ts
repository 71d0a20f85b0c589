/** What a badge says. */
export interface BadgeContent {
  readonly label: string
  readonly value: string
  /** Whether it is good or bad news; most numbers are neither. */
  readonly tone: 'plain' | 'good' | 'bad' | 'unknown'
  /** Drawn after the value, oldest first; null is a gap. */
  readonly trend?: readonly (number | null)[]
}

const HEIGHT = 20
const PAD = 7
const CHART = 90
/** White on each of them is easy to read (4.5 to 1 or more). */
const GROUNDS = { plain: '#4a55cf', good: '#16794c', bad: '#c22f3d', unknown: '#6a707c' } as const
const DARK = '#3a3f4a'

/** A picture of 20 pixels' height. It has no style and no script: its attributes say how it looks, and it says itself what it shows. */
export function badgeSvg({ label, value, tone, trend }: BadgeContent): string {
  const left = widthOf(label) + 2 * PAD
  const right = widthOf(value) + 2 * PAD
  const chart = trend === undefined ? 0 : CHART
  const width = left + right + chart
  const title = escaped(`${label}: ${value}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<clipPath id="c"><rect width="${width}" height="${HEIGHT}" rx="3"/></clipPath>`,
    `<g clip-path="url(#c)"><rect width="${left}" height="${HEIGHT}" fill="${DARK}"/>`,
    `<rect x="${left}" width="${right + chart}" height="${HEIGHT}" fill="${GROUNDS[tone]}"/></g>`,
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle">',
    textAt(left / 2, label),
    textAt(left + right / 2, value),
    '</g>',
    trend === undefined ? '' : line(trend, left + right),
    '</svg>\n',
  ].join('')
}

function textAt(x: number, text: string): string {
  return `<text x="${x}" y="14" textLength="${widthOf(text)}">${escaped(text)}</text>`
}

function line(values: readonly (number | null)[], from: number): string {
  const most = Math.max(...values.map((value) => value ?? 0), 1)
  const step = (CHART - PAD) / Math.max(1, values.length - 1)
  const points = values.map((value, index) => {
    if (value === null) return ''
    const begins = index === 0 || values[index - 1] === null
    const y = HEIGHT - 4 - (value / most) * (HEIGHT - 8)
    return `${begins ? 'M' : 'L'}${(from + index * step).toFixed(1)} ${y.toFixed(1)}`
  })
  return `<path d="${points.join('')}" fill="none" stroke="#fff" stroke-width="1.5" stroke-linejoin="round"/>`
}

const NARROW = /[ijltfrI.,:;'|!()[\]/ ]/
const WIDE = /[mwMWQO@%]/

/** Of text in Verdana at 11 pixels, near enough: `textLength` makes it exactly so. */
function widthOf(text: string): number {
  const widths = [...text].map((each) => (NARROW.test(each) ? 4.2 : WIDE.test(each) ? 10 : 7))
  return Math.ceil(widths.reduce((sum, width) => sum + width, 0))
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text in markup; what XML cannot hold is left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll(/[&<>"']/g, (each) => ENTITIES[each] ?? '')
}
