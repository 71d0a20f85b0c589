import { expect } from 'vitest'
import type { AskedGateway } from '../support/ask-gateway.ts'
import type { Delivery } from './recount.ts'

export interface Behind {
  readonly answer: Readonly<Record<string, unknown>>
  /** Each answered by its GUID. */
  readonly deliveries: readonly Delivery[]
  readonly elsewhere: readonly unknown[]
}

interface Evidence {
  readonly total: number
  readonly data: readonly { readonly guid: string }[]
  readonly page: { readonly next_cursor: string | null }
  readonly elsewhere: readonly unknown[]
}

async function ask(gateway: AskedGateway, path: string): Promise<Behind['answer']> {
  const { status, body } = await gateway.ask(`/api/v1${path}`)
  expect({ path, status, body }).toMatchObject({ status: 200 })
  return body
}

/** An answer with the GUIDs of everything that is behind it, page by page. */
export async function readEvidence(gateway: AskedGateway, path: string) {
  const asked = `${path}${path.includes('?') ? '&' : '?'}evidence=true`
  const answer = await ask(gateway, asked)
  let evidence = answer.evidence as Evidence
  const { total, elsewhere } = evidence
  const guids = evidence.data.map(({ guid }) => guid)
  while (evidence.page.next_cursor !== null) {
    const next = await ask(gateway, `${asked}&evidence_cursor=${evidence.page.next_cursor}`)
    evidence = next.evidence as Evidence
    guids.push(...evidence.data.map(({ guid }) => guid))
  }
  expect({ path, guids: new Set(guids).size }).toEqual({ path, guids: total })
  return { answer, guids, elsewhere }
}

/** Asked for once each: they do not change. */
const known = new Map<string, Promise<Behind['answer']>>()

function askDelivery(gateway: AskedGateway, guid: string): Promise<Behind['answer']> {
  const delivery = known.get(guid) ?? ask(gateway, `/deliveries/${guid}`)
  known.set(guid, delivery)
  return delivery
}

/** The same with the deliveries. */
export async function readBehind(gateway: AskedGateway, path: string): Promise<Behind> {
  const { guids, ...rest } = await readEvidence(gateway, path)
  const deliveries = await Promise.all(guids.map((guid) => askDelivery(gateway, guid)))
  return { ...rest, deliveries: deliveries as unknown as readonly Delivery[] }
}
