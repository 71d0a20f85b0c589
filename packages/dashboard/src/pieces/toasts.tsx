import { Toast } from '@base-ui/react/toast'
import { type ReactNode, useCallback } from 'react'
import { IconButton } from './button.tsx'
import css from './toasts.module.css'

/** Around everything: messages that come and go in a corner, and are read out. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider timeout={6_000} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={css.viewport}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={css.toast} data-tone={toast.type}>
      <Toast.Content className={css.content}>
        <Toast.Title className={css.title} />
        <Toast.Description className={css.description} />
      </Toast.Content>
      <Toast.Close render={<IconButton icon="close" label="Close" />} />
    </Toast.Root>
  ))
}

type Tell = (title: string, tone?: 'plain' | 'bad', description?: string) => void

/** Tells what was done, or why it was not. */
export function useToast(): Tell {
  const { add } = Toast.useToastManager()
  return useCallback(
    (title, tone = 'plain', description) =>
      void add({
        title,
        type: tone,
        ...(description === undefined ? {} : { description }),
      }),
    [add],
  )
}
