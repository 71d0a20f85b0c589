import { Badge, type Tone } from '../../pieces/badge.tsx'

/** Within which each is to be closed; the most severe first. */
export const severities = {
  critical: '4 hours',
  high: '24 hours',
  medium: '72 hours',
  low: '168 hours',
} as const

export type Severity = keyof typeof severities

const tones: Readonly<Record<Severity, Tone>> = {
  critical: 'bad',
  high: 'warn',
  medium: 'plain',
  low: 'plain',
}

export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  return <Badge tone={tones[severity]}>{severity}</Badge>
}
