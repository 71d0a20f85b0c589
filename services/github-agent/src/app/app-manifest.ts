/** The least that everything here needs: nothing is written with it. */
const appPermissions = {
  metadata: 'read',
  contents: 'read',
  issues: 'read',
  pull_requests: 'read',
  checks: 'read',
  statuses: 'read',
  deployments: 'read',
  actions: 'read',
} as const

export interface ManifestOptions {
  /** Where browsers find us, without a slash at its end. */
  readonly publicUrl: string
  /** Where GitHub finds ingress. */
  readonly webhookUrl: string
  readonly events: readonly string[]
}

/**
 * What GitHub's page makes an App of (https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest).
 * Whoever installs it authorizes it too: only so GitHub vouches for whose installation it is.
 */
export function appManifest({ publicUrl, webhookUrl, events }: ManifestOptions) {
  const callback = `${publicUrl}/auth/github/callback`
  return {
    name: 'Octometer',
    description: 'Self-hosted telemetry for GitHub',
    url: publicUrl,
    hook_attributes: { url: webhookUrl, active: true },
    redirect_url: callback,
    callback_urls: [callback],
    request_oauth_on_install: true,
    public: false,
    default_permissions: appPermissions,
    default_events: [...events],
  }
}
