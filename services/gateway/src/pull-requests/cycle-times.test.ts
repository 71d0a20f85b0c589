import { readFileSync } from 'node:fs'
import { cycleTimeNames, cycleTimes } from '@octometer/gateway-api'
import { phasesOf } from '@octometer/read-store'
import { expect, test } from 'vitest'

const page = readFileSync(new URL('../../../../docs/metrics/pull-requests.md', import.meta.url), 'utf8')
const spaceless = (text: string) => text.replaceAll(/[\s|-]+/g, ' ')

test.each(cycleTimeNames)('%s: the query has the phases that are documented, in the same words', (name) => {
  const { source, of, phases } = cycleTimes[name]
  expect(Object.keys(phasesOf(name).phases)).toEqual(Object.keys(phases))
  const [, section = ''] = page.split(`### \`${name}\`\n`)
  const [own = ''] = section.split('\n###')
  expect(spaceless(own)).toContain(spaceless(`${source}. Of pull requests that were ${of}.`))
  for (const [phase, formula] of Object.entries(phases)) {
    expect(spaceless(own)).toContain(spaceless(`| \`${phase}\` | ${formula} |`))
  }
})
