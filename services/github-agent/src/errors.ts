/** GitHub cannot be asked, for want of a token or an App. */
export class NoCredentialError extends Error {
  override readonly name = 'NoCredentialError'
  readonly code = 'no_credential'
  readonly retryable = false
}

/** A repository or an organisation has one configuration of hooks. */
export class ConfigExistsError extends Error {
  override readonly name = 'ConfigExistsError'
  readonly code = 'hook_config_exists'
  readonly retryable = false

  constructor(owner: string) {
    super(`${owner} has a hook configuration already: change it, or delete it`)
  }
}

/** Secrets are not kept unsealed. */
export class NoEncryptionKeyError extends Error {
  override readonly name = 'NoEncryptionKeyError'
  readonly code = 'no_encryption_key'
  readonly retryable = false

  constructor() {
    super('a secret can only be kept with OCTO_ENCRYPTION_KEY: set it for github-agent and ingress')
  }
}

/** GitHub could neither reach us, nor would anybody read its log. */
export class NowhereToDeliverError extends Error {
  override readonly name = 'NowhereToDeliverError'
  readonly code = 'nowhere_to_deliver'
  readonly retryable = false

  constructor() {
    super('a hook needs OCTO_WEBHOOK_URL, or OCTO_POLL_SECONDS other than off so that its log is read')
  }
}

/** GitHub, or we in its name, refuse what was asked; the status is GitHub's, or what GitHub would say. */
export class RefusedByGitHubError extends Error {
  override readonly name = 'RefusedByGitHubError'
  readonly code = 'refused_by_github'
  readonly retryable = false
  readonly status: number

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}

/** Nobody began what a browser comes back from, or too long ago, or somebody else did, or it came back before. */
export class StateUnknownError extends Error {
  override readonly name = 'StateUnknownError'
  readonly code = 'state_unknown'
  readonly retryable = false

  constructor() {
    super('the state is not one that was given out here within the hour: begin again')
  }
}

/** There is an App already, or there is none yet. */
export class AppStateError extends Error {
  override readonly name = 'AppStateError'
  readonly code = 'app_state'
  readonly retryable = false
}

/** The App was made: everything begins anew with it. */
export class AppMadeError extends Error {
  override readonly name = 'AppMadeError'
  readonly code = 'app_made'
  readonly retryable = true
}
