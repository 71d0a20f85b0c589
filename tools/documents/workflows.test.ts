import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { validateWorkflow } from '@action-validator/core'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../.github/workflows/', import.meta.url))
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(folder + name, 'utf8') }))

test.each(workflows)("$name is a workflow by GitHub's schema", ({ text }) => {
  // A permission that is newer than the schema which the package keeps.
  const known = text.replace(/^ +attestations: write\n/m, '')
  expect(validateWorkflow(known).errors).toEqual([])
})

test.each(workflows)(
  '$name names each action with its major version, and may do no more than it says',
  ({ text }) => {
    const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action)
    expect(actions).not.toEqual([])
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@v\d+$/.test(action))).toEqual([])
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m)
  },
)

test('what is no workflow is refused', () => {
  expect(validateWorkflow('on: push\njobs:\n  a:\n    steps: []\n').errors).not.toEqual([])
})
