import { REPOSITORY_MARKS_PER_SECOND, type RepositoryDayRow } from '@octometer/read-store'

/** What one payload said of a repository on a day, and of now. */
export function repositoryRows(
  repository_id: number,
  full_name: string,
  at: Date,
): readonly RepositoryDayRow[] {
  const row = {
    repository_id,
    state: {
      mark: Math.floor(at.getTime() / 1000) * REPOSITORY_MARKS_PER_SECOND,
      full_name,
      html_url: `https://github.com/${full_name}`,
      description: null,
      homepage: null,
      language: 'TypeScript',
      topics: ['http'],
      default_branch: 'main',
      visibility: 'private',
      fork: false,
      archived: false,
      disabled: false,
      stars: 3,
      forks: 1,
      open_items: 2,
      created_at: at,
      pushed_at: at,
    },
    first_seen_at: at,
    deleted_at: null,
    ci_at: at,
    tests_at: null,
    measured: {
      taken_at: at,
      contributors: 4,
      has_languages: true,
      languages: ['TypeScript'],
      bytes: [5000],
    },
  }
  return ['1970-01-01', at.toISOString().slice(0, 10)].map((day) => ({ day, ...row }))
}
