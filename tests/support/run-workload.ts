import { type DisturbedStep, deliveryHeaders, type SimulatedDelivery } from '@octometer/testkit'
import { createSender, type OutgoingRequest } from './send.ts'

/** Where to send: ingress's address and the secret it shares with the hook. */
export interface Receiver {
  readonly url: string
  readonly secret: string
}

/** Sends steps as GitHub would, over 32 connections; gives the answers' statuses in the same order. */
export async function sendSteps(
  { url, secret }: Receiver,
  steps: readonly DisturbedStep[],
): Promise<readonly number[]> {
  using sender = createSender(url, secret, 32)
  const answers = await sender.sendAll(
    steps.map((step) => (step.kind === 'malformed' ? step : asRequest(step.delivery))),
  )
  return answers.map(({ status }) => status)
}

export function asRequest(delivery: SimulatedDelivery): OutgoingRequest {
  return { body: delivery.body, headers: deliveryHeaders(delivery), signature: 'valid' }
}

export function expectedStatus(step: DisturbedStep): number {
  return step.kind === 'malformed' ? step.expectStatus : 202
}
