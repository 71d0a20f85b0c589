export { QUERY_SECONDS } from './deploy.ts'
export {
  createGateway,
  type Gateway,
  type GatewayOptions,
  type GatewayService,
  startGateway,
} from './gateway.ts'
