import { Badge, type Tone } from '../../pieces/badge.tsx'

const tones: Readonly<Record<string, Tone>> = {
  success: 'good',
  failure: 'bad',
  timed_out: 'bad',
  startup_failure: 'bad',
  action_required: 'warn',
}

interface EndBadgeProps {
  readonly conclusion: string | null
  readonly status: string
}

/** How something ended, or how far it is; of what ended without a word of how it is said so. */
export function EndBadge({ conclusion, status }: EndBadgeProps) {
  const word = conclusion ?? (status === 'completed' ? 'ended' : status)
  return <Badge tone={tones[word] ?? 'plain'}>{word.replaceAll('_', ' ')}</Badge>
}
