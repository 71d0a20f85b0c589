import { type CounterName, counterNames } from '@octometer/gateway-api'
import { problem } from '@octometer/service-kit'

/** The counter of a name in a path. Throws a 404 for one that there is not. */
export function counterOf(name: string): CounterName {
  const known = counterNames.find((each) => each === name)
  if (known !== undefined) return known
  throw problem(404, 'counter_not_found', `There is no such counter; there are ${counterNames.join(', ')}.`)
}
