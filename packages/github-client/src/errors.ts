/** The client was closed before this call was answered; whether GitHub has seen it is unknown when it was sent. */
export class GitHubClientClosedError extends Error {
  override readonly name = 'GitHubClientClosedError'
  readonly code = 'github_client_closed'
  readonly retryable = false
}

/** The App's private key cannot be read or cannot sign. The message never shows any of it. */
export class AppKeyError extends Error {
  override readonly name = 'AppKeyError'
  readonly code = 'app_key'
  readonly retryable = false
}
