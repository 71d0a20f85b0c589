import { type FormEvent, useId } from 'react'
import { sentenceOf } from '../../api/api-problem.ts'
import { useCommand } from '../../api/use-api.ts'
import { formatTime } from '../../format/times.ts'
import { Button } from '../../pieces/button.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { useToast } from '../../pieces/toasts.tsx'
import css from './alerts-page.module.css'
import { begins, type Rule, severities, thresholdName } from './rules.ts'
import { useFreshAlerts } from './use-fresh-alerts.ts'

interface RuleFormProps {
  /** Undefined: none is open. */
  readonly rule: Rule | undefined
  readonly onClose: () => void
}

/** Changes one rule. */
export function RuleForm({ rule, onClose }: RuleFormProps) {
  return (
    <SidePanel
      title={rule?.rule ?? ''}
      note={rule && <p className={css.small}>{begins[rule.rule]}</p>}
      open={rule !== undefined}
      onClose={onClose}
    >
      {rule && <Fields rule={rule} onClose={onClose} />}
    </SidePanel>
  )
}

function Fields({ rule, onClose }: { readonly rule: Rule; readonly onClose: () => void }) {
  const set = useCommand('setAlertRules')
  const refresh = useFreshAlerts()
  const toast = useToast()
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const body = { rules: [changesOf(rule, new FormData(event.currentTarget))], channels: [] }
    set.mutate(
      { body },
      {
        onSuccess: () => {
          toast(`${rule.rule} was changed`)
          refresh()
          onClose()
        },
      },
    )
  }
  return (
    <form className={css.form} onSubmit={save}>
      <label className={css.check}>
        <input type="checkbox" name="enabled" defaultChecked={rule.enabled} /> Watches
      </label>
      <Severity value={rule.severity} />
      <NumberField name="cooldown_minutes" label="Cooldown in minutes" value={rule.cooldown_minutes} />
      {Object.entries(rule.thresholds).map(([name, value]) => (
        <NumberField key={name} name={`threshold:${name}`} label={thresholdName(name)} value={value} />
      ))}
      {rule.rule === 'sensitive-file' && <Allowed names={rule.allow} />}
      {set.error && <p role="alert">{sentenceOf(set.error)}</p>}
      <div className={css.actions}>
        <Button type="submit" look="primary" disabled={set.isPending}>
          Save
        </Button>
        <Button onClick={onClose}>Leave it as it is</Button>
      </div>
      <p className={css.small}>
        {rule.changed_at === null
          ? 'As it comes: nobody has changed it.'
          : `Changed ${formatTime(rule.changed_at)} by ${rule.changed_by ?? 'somebody'}.`}
      </p>
    </form>
  )
}

function Severity({ value }: { readonly value: Rule['severity'] }) {
  return (
    <label className={css.field}>
      Severity
      <select name="severity" className={css.input} defaultValue={value}>
        {severities.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  )
}

interface NumberFieldProps {
  readonly name: string
  readonly label: string
  readonly value: number
}

function NumberField({ name, label, value }: NumberFieldProps) {
  return (
    <label className={css.field}>
      <span className={css.capital}>{label}</span>
      <input
        type="number"
        name={name}
        className={css.input}
        defaultValue={value}
        min={0}
        step="any"
        required
      />
    </label>
  )
}

function Allowed({ names }: { readonly names: readonly string[] }) {
  const id = useId()
  return (
    <div className={css.field}>
      <label htmlFor={id}>Names or paths that are no secrets, a line each</label>
      <textarea id={id} name="allow" className={css.area} rows={6} defaultValue={names.join('\n')} />
    </div>
  )
}

function changesOf(rule: Rule, form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '')
  const lines = text('allow')
    .split('\n')
    .map((line) => line.trim())
  return {
    rule: rule.rule,
    enabled: form.has('enabled'),
    severity: severities.find((each) => each === text('severity')) ?? rule.severity,
    cooldown_minutes: Math.round(Number(text('cooldown_minutes'))),
    thresholds: Object.fromEntries(
      Object.keys(rule.thresholds).map((name) => [name, Number(text(`threshold:${name}`))]),
    ),
    ...(form.has('allow') && { allow: lines.filter((line) => line !== '') }),
  }
}
