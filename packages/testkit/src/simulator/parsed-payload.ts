interface ParsedUser {
  readonly login: string
  readonly id: number
  readonly type: string
}

export interface ParsedPull {
  readonly id: number
  readonly number: number
  readonly state: 'open' | 'closed'
  readonly title: string
  readonly draft: boolean
  readonly user: ParsedUser
  readonly created_at: string
  readonly updated_at: string
  readonly closed_at: string | null
  readonly merged_at: string | null
  readonly labels: readonly { readonly name: string }[]
  readonly head: { readonly ref: string; readonly sha: string; readonly repo: { readonly id: number } | null }
  readonly base: { readonly ref: string }
  readonly merged: boolean
  readonly mergeable: boolean | null
  readonly merged_by: ParsedUser | null
  readonly additions: number
  readonly deletions: number
  readonly changed_files: number
  readonly commits: number
}

interface ParsedComment {
  readonly id: number
  readonly created_at: string
  readonly updated_at: string
}

interface ParsedSuite {
  readonly id: number
  readonly conclusion: string | null
  readonly head_branch: string | null
  readonly created_at: string
}

/** What a body holds as far as tests read it. Which fields are there depends on the event: a test reads those alone. */
export interface ParsedPayload {
  readonly action: string
  readonly sender: ParsedUser | null
  readonly repository: {
    readonly id: number
    readonly full_name: string
    readonly pushed_at: number
  }
  readonly ref: string
  readonly before: string
  readonly after: string
  readonly created: boolean
  readonly deleted: boolean
  readonly forced: boolean
  readonly commits: readonly { readonly id: string; readonly timestamp: string; readonly distinct: boolean }[]
  readonly pull_request: ParsedPull
  readonly label?: { readonly name: string }
  readonly requested_reviewer?: ParsedUser
  readonly requested_team?: { readonly slug: string }
  readonly assignee?: ParsedUser
  readonly review?: {
    readonly id: number
    readonly state: string
    readonly user: ParsedUser
    readonly submitted_at: string
  }
  readonly comment?: ParsedComment
  readonly thread?: { readonly node_id: string }
  readonly issue: {
    readonly number: number
    readonly created_at: string
    readonly closed_at: string | null
    readonly pull_request?: object
  }
  readonly deployment: {
    readonly id: number
    readonly ref: string
    readonly environment: string
    readonly production_environment?: boolean
    readonly created_at: string
  }
  readonly deployment_status: { readonly state: string }
  readonly check_suite: ParsedSuite
  readonly check_run: {
    readonly id: number
    readonly name: string
    readonly conclusion: string | null
    readonly check_suite: ParsedSuite
  }
}

export function parseBody({ body }: { readonly body: string }): ParsedPayload {
  return JSON.parse(body)
}
