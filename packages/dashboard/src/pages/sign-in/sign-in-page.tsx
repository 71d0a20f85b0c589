import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { sentenceOf } from '../../api/api-problem.ts'
import { type SignIn, useSessionChange } from '../../api/session.ts'
import { Button } from '../../pieces/button.tsx'
import css from './sign-in-page.module.css'

/** Where somebody shows a key or a token; a link `#once=…` needs neither. What comes after `#` never reaches a server. */
export function SignInPage() {
  const { signIn } = useSessionChange()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const enter = async (by: SignIn) => {
    setBusy(true)
    setProblem(null)
    try {
      await signIn(by)
      await navigate({ to: '/', replace: true })
    } catch (error) {
      setProblem(sentenceOf(error))
      setBusy(false)
    }
  }
  useOnceLink((once) => void enter({ once }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = text.trim()
    if (given !== '') void enter(isToken(given) ? { jwt: given } : { key: given })
  }
  return (
    <main className={css.page}>
      <form className={css.card} onSubmit={submit}>
        <img src="/dashboard/favicon.svg" alt="" width="36" height="36" />
        <h1>Sign in to Octometer</h1>
        <label>
          API key or token
          <input
            type="password"
            autoComplete="current-password"
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-invalid={problem !== null}
          />
        </label>
        {problem !== null && (
          <p className={css.problem} role="alert">
            {problem}
          </p>
        )}
        <Button type="submit" look="primary" disabled={isBusy || text.trim() === ''}>
          {isBusy ? 'Signing in …' : 'Sign in'}
        </Button>
        <p className={css.help}>
          <code>npm start</code> and <code>npm run demo</code> print a link that signs in once. The admin key
          is in <code>credentials.json</code> in the data folder.
        </p>
      </form>
    </main>
  )
}

function isToken(text: string): boolean {
  return text.split('.').length === 3
}

/** Uses what stands after `#once=`, and takes it out of the address at once. */
function useOnceLink(use: (once: string) => void): void {
  const latest = useRef(use)
  useEffect(() => {
    const once = new URLSearchParams(location.hash.slice(1)).get('once')
    if (once === null) return
    history.replaceState(history.state, '', location.pathname)
    latest.current(once)
  }, [])
}
