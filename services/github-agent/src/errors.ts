/** GitHub cannot be asked, for want of a token or an App. */
export class NoCredentialError extends Error {
  override readonly name = 'NoCredentialError'
  readonly code = 'no_credential'
  readonly retryable = false
}
