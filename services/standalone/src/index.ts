export { type Standalone, startStandalone } from './standalone.ts'
export { welcome } from './welcome.ts'
