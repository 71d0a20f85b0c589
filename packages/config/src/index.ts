export type {
  AccessConfig,
  AlertsConfig,
  AnswersConfig,
  ApiKeyConfig,
  ClickHouseConfig,
  Config,
  ConfigGroup,
  GitHubAppConfig,
  GitHubConfig,
  LogLevel,
  NatsConfig,
  ProjectorsConfig,
  ReceiverConfig,
  ReceivingConfig,
  Role,
  ServerConfig,
} from './config.ts'
export type { ConfigProblem } from './config-error.ts'
export { ConfigError } from './config-error.ts'
export { withFileValues } from './file-values.ts'
export type { LoadedConfig } from './load-config.ts'
export { loadConfig } from './load-config.ts'
export type { Environment } from './raw-values.ts'
export type { ShownSetting } from './shown-settings.ts'
export { shownSettings } from './shown-settings.ts'
export type { VariableDoc } from './variables.ts'
export { documentedVariables } from './variables.ts'
