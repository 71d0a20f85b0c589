import { its, jobKeys, type KeysByEvent, key, runKeys, text, when, whole } from './payload-keys.ts'

const DECIDED = "IN ('failure', 'timed_out', 'startup_failure', 'success')"

/** `check:<id>` of ends that tell whether a check failed or passed. */
export const decidedCheckKeys: KeysByEvent = {
  check_run: when(
    `(action = 'completed' OR ${text('check_run', 'status')} = 'completed') AND ${text('check_run', 'conclusion')} ${DECIDED}`,
    key('check', whole('check_run', 'id')),
  ),
}

/** `suite:<id>` and `status:<id>` of everything that tells of them. A check run's payload shows its suite too. */
export const suiteKeys: KeysByEvent = {
  check_suite: its('suite', 'check_suite', 'id'),
  check_run: its('suite', 'check_run', 'check_suite', 'id'),
  status: its('status', 'id'),
}

/** `run:<id>`, `job:<id>` and `check:<id>` of everything that tells of them. */
export const unfinishedKeys: KeysByEvent = {
  ...runKeys,
  ...jobKeys,
  check_run: its('check', 'check_run', 'id'),
}
