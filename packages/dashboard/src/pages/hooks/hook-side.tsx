import { useApi } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatCount, formatShare, UNKNOWN } from '../../format/numbers.ts'
import { formatTime } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { Facts } from '../../pieces/facts.tsx'
import { Answered, Empty } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { HookCommands } from './hook-commands.tsx'
import { ConditionBadge, type Hook } from './hook-table.tsx'
import css from './hooks-page.module.css'

/** The hook that the address names: what is wrong, what can be done, how it is set, how its last attempts went. */
export function HookSide() {
  const [opened, open] = useAddressValue('hook')
  const query = useApi('listHooks', {}, { enabled: opened !== '' })
  const hook = query.data?.data.find((each) => each.hook === opened)
  return (
    <SidePanel
      title={hook?.owner ?? opened}
      note={hook && <ConditionBadge condition={hook.condition} />}
      open={opened !== ''}
      onClose={() => open('')}
    >
      <Answered query={query} height={24}>
        {() =>
          hook === undefined ? (
            <Empty title="There is no hook of this name">Close this to see all.</Empty>
          ) : (
            <Detail hook={hook} />
          )
        }
      </Answered>
    </SidePanel>
  )
}

function Detail({ hook }: { readonly hook: Hook }) {
  return (
    <div className={css.detail}>
      {hook.detail !== null && <p className={css.wrong}>{hook.detail}.</p>}
      <HookCommands hook={hook} />
      <section>
        <h3 className={css.heading}>How it is set at GitHub</h3>
        <Facts facts={settingsOf(hook)} />
      </section>
      <section>
        <h3 className={css.heading}>How it goes</h3>
        <Facts facts={attemptsOf(hook)} />
      </section>
      <section>
        <h3 className={css.heading}>{`Its events: ${formatCount(hook.events.length)}`}</h3>
        <p className={css.small}>{hook.events.join(', ') || 'not known'}</p>
      </section>
    </div>
  )
}

const yesOrNo = (value: boolean | null) => (value === null ? UNKNOWN : value ? 'yes' : 'no')

function settingsOf({ hook, hook_id, mode, state, ...shown }: Hook) {
  const { active, is_aimed_here, url_host, content_type, verifies_tls, seen_at } = shown
  return [
    ['Number', hook_id ?? hook],
    ['Mode', mode === 'pull' ? 'pull: it points to nowhere, its log is read' : (mode ?? UNKNOWN)],
    ['At GitHub', state ?? 'only its log is known'],
    ['Switched on', yesOrNo(active)],
    ['Points to', url_host ?? UNKNOWN],
    ['Points here', yesOrNo(is_aimed_here)],
    ['Content type', content_type ?? UNKNOWN],
    ['Verifies TLS', yesOrNo(verifies_tls)],
    ['Seen at GitHub', formatTime(seen_at)],
  ] as const
}

function attemptsOf({ last_delivery_at, last_attempt_at, last_codes, ...counts }: Hook) {
  const { expected, held, completeness, last_response, mode } = counts
  return [
    ['Newest delivery', last_delivery_at === null ? 'none in 7 days' : formatTime(last_delivery_at)],
    ['Newest attempt', last_attempt_at === null ? 'none in 24 hours' : formatTime(last_attempt_at)],
    ['Answers', <Codes key="codes" codes={last_codes} isPulled={mode === 'pull'} />],
    ['GitHub says', last_response?.message ?? last_response?.status ?? UNKNOWN],
    ['Sent in 24 hours', formatCount(expected)],
    ['Held of it', held === null ? UNKNOWN : `${formatCount(held)}, ${formatShare(completeness)}`],
  ] as const
}

/** What the newest attempts were answered. In pull mode nobody answers, and that is no fault. */
function Codes({ codes, isPulled }: { readonly codes: readonly number[]; readonly isPulled: boolean }) {
  if (codes.length === 0) return UNKNOWN
  const toneOf = (code: number) => (isPulled ? 'plain' : code >= 200 && code < 400 ? 'good' : 'bad')
  return (
    <span className={css.codes}>
      {codes.map((code, index) => (
        // Codes have no identity but their place.
        <Badge key={`${index} ${code}`} tone={toneOf(code)}>
          {code === 0 ? 'none' : code}
        </Badge>
      ))}
    </span>
  )
}
