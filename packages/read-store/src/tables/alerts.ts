import { merged, tuple } from '../column-type.ts'
import { defineTable, type RowOfTable } from '../table.ts'

export const alerts = defineTable('alerts', ['alert_id'], {
  alert_id: 'String',
  core: merged(
    'max',
    tuple({
      /** Leads, so that `max` picks the latest change. */
      revision: 'UInt64',
      rule: 'String',
      subject: 'String',
      state: 'String',
      severity: 'String',
      title: 'String',
      message: 'String',
      url: 'Nullable(String)',
      repository_id: 'Nullable(UInt64)',
      repository: 'String',
      opened_at: "DateTime64(3, 'UTC')",
      last_evidence_at: "DateTime64(3, 'UTC')",
      resolved_at: "Nullable(DateTime64(3, 'UTC'))",
      evidence: 'UInt64',
      deliveries: 'Array(String)',
      acknowledged_at: "Nullable(DateTime64(3, 'UTC'))",
      acknowledged_by: 'Nullable(String)',
      muted_until: "Nullable(DateTime64(3, 'UTC'))",
    }),
  ),
})

export const alertNotifications = defineTable('alert_notifications', ['alert_id', 'notification_id'], {
  alert_id: 'String',
  notification_id: 'String',
  result: merged(
    'max',
    tuple({
      attempts: 'UInt32',
      rank: 'UInt8',
      at: "DateTime64(3, 'UTC')",
      about: 'String',
      channel: 'String',
      status: 'String',
      detail: 'String',
    }),
  ),
})

/** Changes are kept one by one: laid over each other in their order they give the settings of now. */
export const alertRuleChanges = defineTable('alert_rule_changes', ['target', 'name', 'command_id'], {
  command_id: 'String',
  target: 'LowCardinality(String)',
  name: 'LowCardinality(String)',
  change: merged(
    'max',
    tuple({ issued_at: "DateTime64(3, 'UTC')", issued_by: 'String', settings: 'String' }),
  ),
})

export type AlertRow = RowOfTable<typeof alerts>
export type AlertNotificationRow = RowOfTable<typeof alertNotifications>
export type AlertRuleChangeRow = RowOfTable<typeof alertRuleChanges>
