import { useToast } from '../pieces/toasts.tsx'
import { sentenceOf } from './api-problem.ts'
import type { Operation } from './operations.ts'
import { useFreshAnswers } from './use-fresh-answers.ts'

interface Telling {
  /** What has been done, when it was. */
  readonly done: string
  readonly description?: string
  /** What was not done, when it was not. */
  readonly failed: string
  /** Whose answers it changes. */
  readonly changes: readonly Operation[]
}

/** For a command's `mutate`: tells how it ended, and asks again for what it changes. */
export function useTold(): (telling: Telling) => {
  readonly onSuccess: () => void
  readonly onError: (error: unknown) => void
} {
  const freshen = useFreshAnswers()
  const toast = useToast()
  return ({ done, description, failed, changes }) => ({
    onSuccess: () => {
      toast(done, 'plain', description)
      freshen(changes)
    },
    onError: (error) => toast(failed, 'bad', sentenceOf(error)),
  })
}
