import { z } from 'zod'
import { alertChannels, alertRuleNames, severities } from './alert-rules.ts'
import { alertRuleChangeSchema } from './alert-settings.ts'
import { type AuditEntry, auditEntrySchema } from './audit-entry.ts'
import { type ProjectedStream, projectionOfDeadLetter, streamOf } from './projection-names.ts'
import { commandSubject } from './subject.ts'

const issued = {
  /** The command's own id: appended twice, it is carried out once. */
  command_id: z.uuid(),
  issued_at: z.iso.datetime(),
  /** Name of the key or subject of the JWT that asked. */
  issued_by: z.string().min(1).max(200),
}

const counterTarget = {
  counter: z.string().min(1).max(64),
  /** Null: the counter over all repositories. */
  repository_id: z.int().min(0).nullable(),
}

/** What an operator may append to the log. Effects are idempotent by `command_id`. */
export const commandSchema = z.discriminatedUnion('type', [
  z.object({ ...issued, type: z.literal('retry'), dead_letter_id: z.string().min(1) }),
  z.object({ ...issued, type: z.literal('dismiss'), dead_letter_id: z.string().min(1) }),
  /** Archived deliveries go through projections again: those that meet every condition; null is none. */
  z.object({
    ...issued,
    type: z.literal('replay'),
    guid: z.string().min(1).nullable(),
    /** Receipt: from, inclusive, and to, exclusive. */
    since: z.iso.datetime().nullable(),
    until: z.iso.datetime().nullable(),
    events: z.array(z.string()).nullable(),
    repository_ids: z.array(z.int().min(0)).nullable(),
    projections: z.array(z.string()).nullable(),
  }),
  z.object({ ...issued, ...counterTarget, type: z.literal('counter_set'), value: z.int().min(0) }),
  z.object({ ...issued, ...counterTarget, type: z.literal('counter_increment'), by: z.int() }),
  z.object({ ...issued, ...counterTarget, type: z.literal('counter_reset') }),
  /** Every counter over all repositories: the week begins anew. */
  z.object({ ...issued, type: z.literal('counters_reset') }),
  z.object({ ...issued, type: z.literal('alert_acknowledge'), alert_id: z.string().min(1) }),
  z.object({
    ...issued,
    type: z.literal('alert_mute'),
    alert_id: z.string().min(1),
    until: z.iso.datetime(),
  }),
  /** What a receiver did not take is sent to it again: one delivery, or with null all of them. */
  z.object({
    ...issued,
    type: z.literal('forwarding_retry'),
    receiver: z.string().min(1).max(100),
    delivery_id: z.string().min(1).nullable(),
  }),
  /** What is held of a person is rewritten for somebody whom nobody knows; once that is done, here too. */
  z.object({
    ...issued,
    type: z.literal('person_erase'),
    login: z.string().regex(/^[a-zA-Z\d][a-zA-Z\d-]{0,99}$/),
  }),
  /** What is absent stays as it was. */
  z.object({
    ...issued,
    type: z.literal('alert_rules_set'),
    rules: z.array(alertRuleChangeSchema.extend({ rule: z.enum(alertRuleNames) })),
    channels: z.array(z.object({ channel: z.enum(alertChannels), severity: z.enum(severities) })),
  }),
  /** Changes nothing: it tells what somebody asked to change, and what became of it (ADR 18). */
  z.object({ ...issued, type: z.literal('audit'), entry: auditEntrySchema }),
])

export type Command = z.output<typeof commandSchema>
export type CommandType = Command['type']
export type ReplayCommand = Extract<Command, { readonly type: 'replay' }>
export type PersonEraseCommand = Extract<Command, { readonly type: 'person_erase' }>
export type ForwardingRetryCommand = Extract<Command, { readonly type: 'forwarding_retry' }>

export const commandTypes: readonly CommandType[] = commandSchema.options.map(({ shape }) => shape.type.value)

export interface EncodedCommand {
  readonly stream: ProjectedStream
  readonly subject: string
  readonly messageId: string
  readonly body: Uint8Array
}

/** Where and how a command is appended: what is about a dead letter, into the stream that its projection reads. */
export function encodeCommand(command: Command): EncodedCommand {
  const stream =
    'dead_letter_id' in command ? streamOf(projectionOfDeadLetter(command.dead_letter_id)) : 'EVENTS'
  return {
    stream,
    subject: commandSubject(command.type, stream),
    messageId: command.command_id,
    body: Buffer.from(JSON.stringify(command), 'utf8'),
  }
}

const NOBODY = 'nobody'
const MOST_NAME = 200

/** What is appended to tell who asked for what. */
export function auditCommand(entry: AuditEntry, command_id: string, issued_at: Date): Command {
  const who = entry.who?.slice(0, MOST_NAME) || null
  const issued = { command_id, issued_at: issued_at.toISOString(), issued_by: who ?? NOBODY }
  return { ...issued, type: 'audit', entry: { ...entry, who } }
}
