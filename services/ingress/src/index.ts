export type { HookHeaders, HookSecret, SecretsFor } from './hook-secrets.ts'
export {
  createIngress,
  type Ingress,
  type IngressLimits,
  type IngressOptions,
  type IngressService,
  startIngress,
  UndurableLogError,
} from './ingress.ts'
export { ingressPaths } from './routes.ts'
export { SourceAddressesError } from './source-addresses.ts'
