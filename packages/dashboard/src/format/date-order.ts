/** What a date begins with. */
export type DateOrder = 'year' | 'day' | 'month'

const KEY = 'octometer.dates'

/** As this browser was told; the year comes first unless it was. */
export function readDateOrder(): DateOrder {
  try {
    const kept = localStorage.getItem(KEY)
    return kept === 'day' || kept === 'month' ? kept : 'year'
  } catch {
    // Storage that is switched off, or there is no browser: as it is unless told.
    return 'year'
  }
}

/** For this browser, from the next page on that it loads. False: it keeps nothing. */
export function keepDateOrder(order: DateOrder): boolean {
  try {
    localStorage.setItem(KEY, order)
    return true
  } catch {
    // Storage that is switched off.
    return false
  }
}
