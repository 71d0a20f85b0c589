export type { Budget } from './budget.ts'
export {
  type CallOptions,
  createGitHubClient,
  type GitHubClient,
  type GitHubClientOptions,
  type PageOptions,
  type ReadOptions,
} from './client.ts'
export type { Clock, Sleep } from './clock.ts'
export type { Credential, Principal } from './credential.ts'
export { AppKeyError, GitHubClientClosedError } from './errors.ts'
export type { CacheKind } from './events.ts'
export { type FeatureAccess, type Identity, identify } from './identify.ts'
export type { Feature } from './needs.ts'
export type { ItemOf, Page } from './pages.ts'
export { type CachedAnswer, createResponseCache, type ResponseCache } from './response-cache.ts'
