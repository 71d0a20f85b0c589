import { sentenceOf } from '../../api/api-problem.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useApi, useCommand } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { Badge } from '../../pieces/badge.tsx'
import { Button } from '../../pieces/button.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { Answered, Panel } from '../../pieces/panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { useToast } from '../../pieces/toasts.tsx'
import { SeverityBadge } from './alert-columns.tsx'
import css from './alerts-page.module.css'
import { ChannelsPanel } from './channels-panel.tsx'
import { RuleForm } from './rule-form.tsx'
import { begins, type Rule, thresholdName } from './rules.ts'

const columns: readonly Column<Rule>[] = [
  {
    key: 'rule',
    title: 'Rule',
    width: '12rem',
    render: ({ rule }) => <span className={css.strong}>{rule}</span>,
  },
  { key: 'begins', title: 'An alert begins when', render: ({ rule }) => begins[rule] },
  {
    key: 'thresholds',
    title: 'Thresholds',
    render: ({ thresholds }) =>
      Object.entries(thresholds)
        .map(([name, value]) => `${thresholdName(name)} ${value}`)
        .join(' · ') || '–',
  },
  {
    key: 'severity',
    title: 'Severity',
    width: '6rem',
    render: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  {
    key: 'cooldown',
    title: 'Cooldown',
    align: 'end',
    width: '6rem',
    hint: 'Between two notifications that something of one subject is open',
    render: ({ cooldown_minutes }) => `${cooldown_minutes}m`,
  },
  {
    key: 'enabled',
    title: 'State',
    width: '5rem',
    render: ({ enabled }) => <Badge tone={enabled ? 'good' : 'plain'}>{enabled ? 'on' : 'off'}</Badge>,
  },
]

/** By which rules alerts are found, and who is told of them. */
export function RulesPanel() {
  const query = useApi('getAlertRules', {}, { live: false })
  const [opened, open] = useAddressValue('rule-open')
  const may = mayAs(useSession(), 'admin')
  return (
    <>
      <Panel
        title="Rules"
        note={may ? 'Press one to change it' : 'Changing them takes the role admin'}
        flush
        actions={<SendTest />}
      >
        <Answered query={query} height={50}>
          {({ rules }) => (
            <>
              <DataTable
                label="Rules"
                columns={columns}
                rows={rules}
                keyOf={({ rule }) => rule}
                {...(may && { onOpen: ({ rule }: Rule) => open(rule, { replace: false }) })}
                maxHeight={54}
              />
              <RuleForm
                rule={may ? rules.find(({ rule }) => rule === opened) : undefined}
                onClose={() => open('')}
              />
            </>
          )}
        </Answered>
      </Panel>
      <ChannelsPanel query={query} may={may} />
    </>
  )
}

/** Tells every receiver something, so that somebody knows that it would be heard. */
function SendTest() {
  const test = useCommand('testAlerts')
  const toast = useToast()
  if (!mayAs(useSession(), 'operator')) return null
  const press = () =>
    test.mutate(
      {},
      {
        onSuccess: ({ results }) => {
          if (results.length === 0) {
            toast('No receiver is configured', 'bad', 'OCTO_ALERT_… settings name them: see Configuration.')
          }
          for (const { channel, sent, detail } of results) {
            toast(`${channel}: ${sent ? 'has taken it' : 'did not take it'}`, sent ? 'plain' : 'bad', detail)
          }
        },
        onError: (error) => toast('The test was not sent', 'bad', sentenceOf(error)),
      },
    )
  return (
    <Button icon="alert" disabled={test.isPending} onClick={press}>
      Send a test
    </Button>
  )
}
