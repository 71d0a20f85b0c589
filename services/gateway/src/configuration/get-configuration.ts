import type { ShownSetting } from '@octometer/config'
import { type AnswerOf, getConfiguration } from '@octometer/gateway-api'
import { type Endpoint, endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'

type Setting = AnswerOf<typeof getConfiguration>['data'][number]

/** A setting, and whether standalone made it because nobody set it. */
export interface FoundSetting extends ShownSetting {
  readonly isMade?: boolean
}

export const getConfigurationEndpoint: Endpoint = endpoint(
  getConfiguration,
  'deliveries',
  async ({ settings }, { principal }) => {
    requireEveryRepository(principal, 'Settings are of no repository')
    return { data: settings.map(settingOf) }
  },
)

function settingOf(found: FoundSetting): Setting {
  const { name, group, description, mayBe, aliases, secret, setBy, value, isRead, isMade = false } = found
  const preset = found.default === '' ? null : found.default
  return {
    ...{ name, group, description, may_be: mayBe, default: preset, aliases: [...aliases], secret },
    source: !isRead ? null : setBy === null ? 'default' : isMade ? 'made' : 'environment',
    set_by: isMade ? null : setBy,
    value: setBy === null && isRead && !secret ? preset : value,
  }
}
