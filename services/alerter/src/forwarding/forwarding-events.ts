import { counter, gauge, type Logger } from '@octometer/telemetry'

const results = ['delivered', 'waiting', 'failed'] as const
export type ForwardingResult = (typeof results)[number]

const attempts = counter('octo_alerter_forwards_total', {
  description: 'Attempts to forward a delivery, by receiver and what became of the delivery',
  unit: '{attempt}',
  series: [],
})
const missed = counter('octo_alerter_forwards_missed_total', {
  description: 'Messages that the log had trimmed before they were looked at for a receiver',
  unit: '{message}',
  series: [],
})

interface Forwarded {
  readonly receiver: string
  readonly delivery_id: string
  readonly attempts: number
}

/** Lets the series of a receiver exist from the start. */
export function receiverKnown(receiver: string): void {
  for (const result of results) attempts.add(0, { receiver, result })
  missed.add(0, { receiver })
}

export function deliveryForwarded(logger: Logger, forwarded: Forwarded): void {
  attempts.add(1, { receiver: forwarded.receiver, result: 'delivered' })
  logger.debug(forwarded, 'delivery forwarded')
}

export function deliveryRefused(
  logger: Logger,
  forwarded: Forwarded,
  result: Exclude<ForwardingResult, 'delivered'>,
  reason: string,
): void {
  attempts.add(1, { receiver: forwarded.receiver, result })
  const said = { ...forwarded, reason }
  if (result === 'failed')
    logger.warn(said, 'a receiver did not take a delivery: it is not sent again by itself')
  else logger.info(said, 'a receiver did not take a delivery: it is sent again')
}

export function deliveryUnreadable(logger: Logger, receiver: string, sequence: number, reason: string): void {
  logger.warn({ receiver, sequence, reason }, 'a delivery cannot be read and is not forwarded')
}

export function messagesMissed(logger: Logger, receiver: string, count: number): void {
  missed.add(count, { receiver })
  logger.error({ receiver, count }, 'the log had trimmed messages before they were looked at for a receiver')
}

export function receiverDown(logger: Logger, receiver: string, reason: string): void {
  logger.warn(
    { receiver, reason },
    'a receiver takes nothing: it is tried once a minute, the log keeps the rest',
  )
}

export function receiverBack(logger: Logger, receiver: string): void {
  logger.info({ receiver }, 'a receiver takes deliveries again')
}

export function forwardingInterrupted(logger: Logger, receiver: string, err: unknown): void {
  logger.warn({ err, receiver }, 'forwarding is interrupted: it goes on by itself')
}

interface Backlog {
  readonly receiver: string
  /** Not delivered and not failed; null when the log cannot tell. */
  readonly pending: number | null
  readonly failed: number
}

/** Shows what lies before each receiver, until disposed. */
export function observeBacklogs(read: () => Promise<readonly Backlog[]>): Disposable {
  const pending = gauge(
    'octo_alerter_forward_pending',
    { description: 'Messages before a receiver: not looked at, or to be sent again', unit: '{message}' },
    async () =>
      (await read()).flatMap(({ receiver, pending: value }) =>
        value === null ? [] : [{ value, labels: { receiver } }],
      ),
  )
  const failed = gauge(
    'octo_alerter_forward_failed',
    {
      description: 'Deliveries that a receiver did not take and that wait for an operator',
      unit: '{delivery}',
    },
    async () => (await read()).map(({ receiver, failed: value }) => ({ value, labels: { receiver } })),
  )
  return {
    [Symbol.dispose]() {
      pending[Symbol.dispose]()
      failed[Symbol.dispose]()
    },
  }
}
