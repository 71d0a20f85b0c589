/** By which column a list is ordered, and whether the greatest comes first. */
export interface Order {
  readonly key: string
  readonly descending: boolean
}

/** The order that an address names; what is wrong in it is as good as not there. `natural` says how a column begins. */
export function orderOf(text: string, first: Order, natural: (key: string) => boolean | undefined): Order {
  const [key = '', way] = text.split('.')
  const descending = natural(key)
  if (key === first.key) return { key, descending: way === undefined ? first.descending : way === 'desc' }
  if (descending === undefined) return first
  return { key, descending: way === undefined ? descending : way === 'desc' }
}

/** What comes of pressing a column's title: its own order, or the other way round where it is that already. */
export function turned(order: Order, key: string, natural: boolean | undefined): Order {
  return { key, descending: order.key === key ? !order.descending : natural !== false }
}

/** As the address keeps it; '' for the order in which the list is anyway. */
export function writeOrder({ key, descending }: Order, first: Order, natural: boolean | undefined): string {
  if (key === first.key && descending === first.descending) return ''
  return descending === natural ? key : `${key}.${descending ? 'desc' : 'asc'}`
}
