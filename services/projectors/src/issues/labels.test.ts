import { expect, test } from 'vitest'
import { readLabels } from './labels.ts'

const [LOW, MEDIUM, HIGH, CRITICAL] = [0, 1, 2, 3]
const [PENDING, IN_PROGRESS, VERIFIED, SHIPPED, DEFERRED, CLOSED] = [0, 1, 2, 3, 4, 5]

test.each([
  [['critical'], CRITICAL],
  [['Severity: Critical', 'low'], CRITICAL],
  [['high'], HIGH],
  [['URGENT', 'medium'], HIGH],
  [['severity: medium', 'minor'], MEDIUM],
  [['minor'], LOW],
  [['severity: low'], LOW],
  [[], MEDIUM],
  [['critical path', 'highlight'], MEDIUM],
])('%j is of severity %i', (labels, severity) => {
  expect(readLabels(labels, false).severity).toBe(severity)
})

test.each([
  [['in progress'], false, IN_PROGRESS],
  [['in-progress', 'qa'], false, IN_PROGRESS],
  [['QA', 'shipped'], true, VERIFIED],
  [['deployed'], false, SHIPPED],
  [['backlog'], true, DEFERRED],
  [[], true, CLOSED],
  [[], false, PENDING],
])('%j, closed %j, has the status %i', (labels, isClosed, status) => {
  expect(readLabels(labels, isClosed).status).toBe(status)
})

// 50 + severity (10, 20, 30, 40) + blocker 30 + security 25 + regression 20 − good first issue 20 − documentation 15.
test.each([
  [[], 70],
  [['critical'], 90],
  [['critical', 'blocker'], 120],
  [['low', 'good first issue', 'documentation'], 25],
  [['high', 'Blocking', 'Security', 'regression'], 155],
  [['priority: critical'], 100],
])('%j has the priority %i before its age', (labels, priority) => {
  expect(readLabels(labels, false).priority).toBe(priority)
})

test.each(['blocker', 'Blocking', 'priority: critical'])('%s is a blocker', (label) => {
  expect(readLabels([label], false).isBlocker).toBe(true)
  expect(readLabels([`no ${label}`], false).isBlocker).toBe(false)
})
