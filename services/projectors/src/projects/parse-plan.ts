import { PRIORITIES, TASK, type Task, type TaskStatus } from './task.ts'

const MOST_TASKS = 5000
const LONGEST_TITLE = 500

const BOXES: Readonly<Record<string, TaskStatus>> = {
  ' ': TASK.todo,
  x: TASK.done,
  X: TASK.done,
  '~': TASK.doing,
  '-': TASK.doing,
  '!': TASK.blocked,
}

/**
 * The tasks of a plan in Markdown, by the rules of seed 002's upstream: `- [ ]` todo, `- [x]` done, `- [~]` and `- [-]` doing,
 * `- [!]` blocked, and rows of tables that have a column for the task. Of several with one title the first counts. What
 * stands in a block of code is no task.
 */
export function parsePlan(markdown: string): readonly Task[] {
  const tasks = new Map<string, Task>()
  for (const task of [...listTasks(withoutCode(markdown))]) {
    const key = task.title.toLowerCase()
    if (task.title !== '' && !tasks.has(key) && tasks.size < MOST_TASKS) tasks.set(key, task)
  }
  return [...tasks.values()]
}

function withoutCode(markdown: string): readonly string[] {
  let fence: string | null = null
  return markdown.split(/\r?\n/).filter((line) => {
    const mark = /^\s*(```|~~~)/.exec(line)?.[1] ?? null
    if (mark === null) return fence === null
    if (fence === null) fence = mark
    else if (fence === mark) fence = null
    return false
  })
}

function* listTasks(lines: readonly string[]): Generator<Task> {
  let table: Columns | null = null
  for (const [index, line] of lines.entries()) {
    const box = /^\s*[-*+]\s+\[([ xX~!-])\]\s+(.*)$/.exec(line)
    if (box !== null) yield taskOf(box[2] ?? '', BOXES[box[1] ?? ' '] ?? TASK.todo, null)
    if (!isRow(line)) table = null
    else if (isRule(lines[index + 1])) table = columnsOf(cellsOf(line))
    else if (table !== null && !isRule(line)) yield rowTask(cellsOf(line), table)
  }
}

/** Where a table keeps what; -1: nowhere. */
interface Columns {
  readonly title: number
  readonly status: number
  readonly priority: number
}

const isRow = (line: string) => line.trim().startsWith('|')
const isRule = (line: string | undefined) => line !== undefined && /^\s*\|(\s*:?-+:?\s*\|)+\s*$/.test(line)

function cellsOf(line: string): readonly string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '')
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))
}

/** Null for a table of something else. */
function columnsOf(headers: readonly string[]): Columns | null {
  const find = (names: RegExp) => headers.findIndex((header) => names.test(header.replaceAll(/[*_`]/g, '')))
  const title = find(/^(task|title|item|feature|todo|deliverable)s?$/i)
  const status = find(/^(status|state|progress|done)$/i)
  return title < 0 || status < 0 ? null : { title, status, priority: find(/^(priority|prio)$/i) }
}

function rowTask(cells: readonly string[], { title, status, priority }: Columns): Task {
  return taskOf(cells[title] ?? '', statusOf(cells[status] ?? ''), priorityIn(cells[priority] ?? ''))
}

const WORDS: readonly (readonly [words: RegExp, status: TaskStatus])[] = [
  [/^(\[!\]|blocked|on hold|stuck|waiting)/i, TASK.blocked],
  [/^(\[x\]|x$|done|complete|completed|finished|shipped|closed|yes|✅|✔|☑)/i, TASK.done],
  [/^(\[[~-]\]|doing|in[ -]progress|wip|started|active|ongoing|🚧|🔄)/iu, TASK.doing],
]

function statusOf(cell: string): TaskStatus {
  const text = cell.replaceAll(/[*_`]/g, '').trim()
  return WORDS.find(([words]) => words.test(text))?.[1] ?? TASK.todo
}

/** `[high]` and the like is a priority wherever it stands; what follows a colon or a dash explains and is cut off. */
function taskOf(text: string, status: TaskStatus, priority: string | null): Task {
  const tag = new RegExp(`\\[(${PRIORITIES.join('|')})\\]`, 'i')
  const tagged = tag.exec(text)?.[1]?.toLowerCase() ?? null
  const plain = text.replaceAll(new RegExp(tag, 'gi'), ' ').replaceAll(/\*\*|__|`/g, '')
  const [head = ''] = plain.split(/:\s|:$|\s[-–—]\s/)
  const title = head.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE)
  return { title, status, priority: tagged ?? priority }
}

function priorityIn(cell: string): string | null {
  const text = cell.toLowerCase().replaceAll(/[^a-z]/g, '')
  return PRIORITIES.find((priority) => priority === text) ?? null
}
