import { isTrue } from '../fields.ts'
import { created, noContent, notFound, problem } from '../http/answer.ts'
import type { Route } from '../http/route.ts'
import { fullNameOf } from '../world/github-world.ts'
import { ofRepository, writing } from './of-repository.ts'

const path = '/repos/:owner/:repo/pages'

/** The site that GitHub makes of a repository. */
export const pagesSiteRoutes: readonly Route[] = [
  {
    method: 'POST',
    path,
    needs: writing('pages'),
    handle: ofRepository(({ body }, repository, { world, clock }) => {
      if (isTrue(repository.object, 'has_pages')) return problem(409, 'GitHub Pages is already enabled.')
      world.observe({ ...repository.object, has_pages: true }, clock.now())
      const url = `https://api.github.com/repos/${fullNameOf(repository)}/pages`
      const site = { status: null, cname: null, custom_404: false, public: true }
      return created({ url, ...site, source: body.source, build_type: 'legacy' })
    }),
  },
  {
    method: 'DELETE',
    path,
    needs: writing('pages'),
    handle: ofRepository((_, repository, { world, clock }) => {
      if (!isTrue(repository.object, 'has_pages')) return notFound
      world.observe({ ...repository.object, has_pages: false }, clock.now())
      return noContent
    }),
  },
]
