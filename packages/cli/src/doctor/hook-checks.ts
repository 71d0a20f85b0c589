import type { AnswerOf, DoctorCheck, listHooks } from '@octometer/gateway-api'
import { count, percent } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'

type Hook = AnswerOf<typeof listHooks>['data'][number]

/** One for each hook of ours. */
export function hookChecks(hooks: readonly Hook[]): readonly DoctorCheck[] {
  return hooks.map((hook) => {
    const name = `hook.${plainText(hook.owner ?? hook.hook)}`
    if (hook.condition !== 'ok') return { name, status: 'fail', ...whatIsWrong(hook) }
    const { completeness, expected, held } = hook
    if (completeness === null || completeness === 1) {
      return { name, status: 'ok', summary: 'Its deliveries come.', advice: null }
    }
    return {
      name,
      status: 'warn',
      summary: `${count(held)} of the ${count(expected)} deliveries of 24 hours are held (${percent(completeness)}).`,
      advice:
        'github-agent fetches what is missing every few minutes; GET /api/v1/intake/missing says what that is.',
    }
  })
}

const CONDITIONS: Readonly<Record<Exclude<Hook['condition'], 'ok'>, string>> = {
  missing: 'It is no longer at GitHub.',
  disabled: 'It is switched off at GitHub.',
  misaimed: 'It points to another address than the one that it was given.',
  wrong_secret: 'What it sends is signed with another secret.',
  failing: 'Its deliveries fail.',
}

function whatIsWrong({ condition, detail }: Hook): Pick<DoctorCheck, 'summary' | 'advice'> {
  const summary = condition === 'ok' ? '' : CONDITIONS[condition]
  const more = detail === null ? '' : ` ${plainText(detail)}`
  return { summary: `${summary}${more}`, advice: 'Run `octometer hooks set-up` to make it right at GitHub.' }
}
