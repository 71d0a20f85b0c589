/** A secret of a run: wherever its text stands, in whatever form, it was let out. */
export interface Canary {
  readonly name: string
  readonly value: string
}

/** Something that the run left behind or said. */
export interface Evidence {
  readonly kind: EvidenceKind
  /** Like `row deliveries__g1` or `answer GET /api/v1/keys`. */
  readonly place: string
  readonly bytes: Buffer
}

export const evidenceKinds = ['log', 'span', 'metric', 'row', 'message', 'value', 'file', 'answer'] as const
/** `told`: what programs outside were sent. */
export type EvidenceKind = (typeof evidenceKinds)[number] | 'told'

export interface Finding {
  readonly canary: string
  readonly form: string
  readonly place: string
}

interface Form extends Omit<Finding, 'place'> {
  readonly text: Buffer
}

/** Every canary in every form that stands in any of the evidence, each place once. */
export function findCanaries(canaries: readonly Canary[], evidence: readonly Evidence[]): readonly Finding[] {
  const forms = formsByHead(canaries.flatMap(formsOf))
  const found = new Map<string, Finding>()
  for (const { place, bytes } of evidence) {
    for (const { canary, form } of formsIn(bytes, forms)) {
      found.set(`${canary}/${form}/${place}`, { canary, form, place })
    }
  }
  return [...found.values()]
}

const HEAD = 4
type FormsByHead = ReadonlyMap<number, readonly Form[]>

/** All forms are looked for in one walk over the bytes: by their first four. */
function* formsIn(bytes: Buffer, forms: FormsByHead): Generator<Form> {
  let head = 0
  for (let at = 0; at < bytes.length; at += 1) {
    head = ((head << 8) | (bytes[at] ?? 0)) >>> 0
    const candidates = forms.get(head)
    if (candidates === undefined) continue
    const start = at - HEAD + 1
    for (const form of candidates) {
      if (bytes.subarray(start, start + form.text.length).equals(form.text)) yield form
    }
  }
}

function formsByHead(forms: readonly Form[]): FormsByHead {
  const byHead = new Map<number, Form[]>()
  for (const form of forms) {
    if (form.text.length < HEAD)
      throw new RangeError(`the canary ${form.canary} is too short to be looked for`)
    const head = form.text.readUInt32BE(0)
    byHead.set(head, [...(byHead.get(head) ?? []), form])
  }
  return byHead
}

/** As it is, in JSON, in a URL, as hexadecimal digits, and in base64 wherever in the encoded text it begins. */
function formsOf({ name, value }: Canary): readonly Form[] {
  const hex = Buffer.from(value).toString('hex')
  const encoded = [0, 1, 2].flatMap((offset) => {
    const text = base64At(value, offset)
    return [
      ['base64', text],
      ['base64', text.replaceAll('+', '-').replaceAll('/', '_')],
    ]
  })
  const texts = [
    ['raw', value],
    ['json', JSON.stringify(value).slice(1, -1)],
    ['url', encodeURIComponent(value)],
    ['hex', hex],
    ['hex', hex.toUpperCase()],
    ...encoded,
  ]
  const distinct = new Map(
    texts.map(([form = '', text = '']) => [text, form]).reverse() as [string, string][],
  )
  return [...distinct].map(([text, form]) => ({ canary: name, form, text: Buffer.from(text) }))
}

/** The digits that are the value's alone when so many other bytes stand before it in a group of three. */
function base64At(value: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)])
  return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6))
}
