import { expect, test } from 'vitest'
import { captureSpans } from './captured-spans.ts'
import { createLogger, type Logger } from './logger.ts'
import { withSpan } from './spans.ts'

function recordingLogger(level: 'debug' | 'info' = 'debug'): {
  logger: Logger
  lines: () => Record<string, unknown>[]
} {
  const written: string[] = []
  const destination = { write: (line: string) => void written.push(line) }
  return {
    logger: createLogger({ service: 'ingress', level, destination }),
    lines: () => written.map((line) => JSON.parse(line)),
  }
}

test('a line is JSON with level, time, service, fields and message', () => {
  const { logger, lines } = recordingLogger()
  logger.info({ port: 8080 }, 'listening')
  logger.warn('alone')
  expect(lines()).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      service: 'ingress',
      port: 8080,
      msg: 'listening',
    },
    { level: 'warn', time: expect.any(String), service: 'ingress', msg: 'alone' },
  ])
})

test('lines below the level are not written', () => {
  const { logger, lines } = recordingLogger('info')
  logger.debug({ a: 1 }, 'hidden')
  logger.child({ b: 2 }).debug('hidden too')
  logger.error('shown')
  expect(lines().map(({ msg }) => msg)).toEqual(['shown'])
})

test('secrets are hidden in fields, in the fields of children, in errors and in messages', () => {
  const { logger, lines } = recordingLogger()
  const child = logger.child({ password: 'hunter2', room: 'a' }).child({ apiKey: 'hunter2', row: 'b' })
  child.error({ err: new Error('at nats://octo:hunter2@host'), token: 'hunter2' }, 'with Bearer hunter2')
  const [line] = lines()
  expect(line).toMatchObject({
    password: '[redacted]',
    apiKey: '[redacted]',
    token: '[redacted]',
    room: 'a',
    row: 'b',
    err: { type: 'Error', message: 'at nats://***@host', stack: expect.stringContaining('logger.test') },
    msg: 'with Bearer [redacted]',
  })
  expect(JSON.stringify(line)).not.toContain('hunter2')
})

test('a line inside a span carries its ids, one outside carries none', async () => {
  const { logger, lines } = recordingLogger()
  const { spans, stop } = captureSpans()
  await withSpan('work', {}, () => logger.info('inside'))
  logger.info('outside')
  stop()
  const [inside, outside] = lines()
  expect(inside).toMatchObject({ trace_id: spans[0]?.traceId, span_id: spans[0]?.spanId })
  expect(outside).not.toHaveProperty('trace_id')
})
