import type { ReactNode } from 'react'
import type { ApiResult } from '../../api/use-api.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { Answered, Empty } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'

interface OpenedIn {
  readonly repository: string
  readonly name: string
  readonly isOpen: boolean
  readonly close: () => void
  /** What is asked for about it: the period that is looked at, in its repository. */
  readonly asked: { readonly since: string; readonly until: string; readonly repository: string[] }
}

/** The workflow or job that the address names, as `owner/name:what`. */
export function useOpenedIn(parameter: 'workflow' | 'job'): OpenedIn {
  const { since, until } = useFilterParameters()
  const [opened, open] = useAddressValue(parameter)
  const split = opened.indexOf(':')
  const repository = opened.slice(0, split)
  return {
    repository,
    name: opened.slice(split + 1),
    isOpen: split > 0,
    close: () => open(''),
    asked: { since, until, repository: [repository] },
  }
}

interface NewestSideProps<Name extends 'listWorkflowRuns' | 'listWorkflowJobs'> {
  readonly opened: OpenedIn
  /** Such as `runs`. */
  readonly what: string
  readonly query: ApiResult<Name>
  readonly children: (data: ApiResult<Name>['data'] & {}) => ReactNode
}

/** The newest runs or jobs of one name. */
export function NewestSide<Name extends 'listWorkflowRuns' | 'listWorkflowJobs'>({
  opened: { name, repository, isOpen, close },
  what,
  query,
  children,
}: NewestSideProps<Name>) {
  return (
    <SidePanel title={name} note={`The newest ${what} in ${repository}`} open={isOpen} onClose={close}>
      <Answered query={query} height={16}>
        {(answer) =>
          answer.data.length === 0 ? (
            <Empty title="It did not run in this time">Choose a longer range.</Empty>
          ) : (
            children(answer)
          )
        }
      </Answered>
    </SidePanel>
  )
}
