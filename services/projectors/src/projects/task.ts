/** Of a task, as numbers that rows hold. */
export const TASK = { todo: 0, doing: 1, done: 2, blocked: 3 } as const
export type TaskStatus = (typeof TASK)[keyof typeof TASK]

export interface Task {
  readonly title: string
  readonly status: TaskStatus
  readonly priority: string | null
}

export const PRIORITIES = ['critical', 'urgent', 'high', 'medium', 'low'] as const
