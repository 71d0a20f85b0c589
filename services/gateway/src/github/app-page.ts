import type Router from '@koa/router'
import { appManifestRequest } from '@octometer/event-contracts'
import type { RequestState } from '@octometer/service-kit'
import type { GatewayContext } from '../context.ts'
import { asProblem } from '../outage.ts'
import { wrongParameter } from '../request-parameters.ts'
import { askGitHub } from './ask-github.ts'

/**
 * `/auth/github/app`: a page whose button sends GitHub what the App is to be. A browser has no key: who has the state that an
 * admin was given may see it, and it holds no secret.
 */
export function addAppPage(router: Router<RequestState>, gateway: Pick<GatewayContext, 'log'>): void {
  router.get('/auth/github/app', async (ctx) => {
    const { state } = ctx.query
    if (typeof state !== 'string' || state.length > 200) throw wrongParameter('state', 'must be given once')
    try {
      const { action, manifest } = await askGitHub(gateway, appManifestRequest, { state })
      const { origin } = new URL(action)
      ctx.type = 'html'
      ctx.set({
        'Cache-Control': 'private, no-store',
        'Content-Security-Policy': `default-src 'none'; form-action ${origin}; base-uri 'none'; frame-ancestors 'none'`,
        'Referrer-Policy': 'no-referrer',
      })
      ctx.body = page(action, manifest)
    } catch (error) {
      throw asProblem(error)
    }
  })
}

function page(action: string, manifest: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Octometer: make the GitHub App</title>
<h1>Make the GitHub App</h1>
<p>GitHub shows you what it may read before anything is made.</p>
<form action="${escaped(action)}" method="post">
<input type="hidden" name="manifest" value="${escaped(manifest)}">
<button>Go on at GitHub</button>
</form>
</html>
`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
}
