export {
  createIngress,
  type Ingress,
  type IngressLimits,
  type IngressOptions,
  type IngressService,
  startIngress,
  UndurableLogError,
} from './ingress.ts'
export { SourceAddressesError } from './source-addresses.ts'
export type { SecretsFor } from './verify-signature.ts'
