/** A mistake that somebody makes in a manifest, and what is said of it. */
export interface Mistake {
  readonly mistake: string
  readonly at: string
  readonly path: string
  readonly value: unknown
  readonly said: RegExp
}

const container = '/spec/template/spec/containers/0'
export const mistakes: readonly Mistake[] = [
  {
    mistake: 'a field that there is not',
    at: 'Deployment ingress',
    path: `${container}/imagePolicy`,
    value: 'Always',
    said: /Deployment ingress: .*imagePolicy/,
  },
  {
    mistake: 'a text for a number',
    at: 'Service gateway',
    path: '/spec/ports/0/port',
    value: 'eighty',
    said: /Service gateway .*type .*integer/,
  },
  {
    mistake: 'a field that an operator does not know',
    at: 'ScaledObject projectors',
    path: '/spec/maxReplicas',
    value: 3,
    said: /maxReplicas/,
  },
  {
    mistake: 'a field that a template of an operator has not',
    at: 'ClickHouseInstallation octometer',
    path: '/spec/templates/podTemplates/0/spec/hostNetworks',
    value: true,
    said: /podTemplates server: .*hostNetworks/,
  },
  {
    mistake: 'a pod that runs as root',
    at: 'Deployment alerter',
    path: '/spec/template/spec/securityContext/runAsNonRoot',
    value: false,
    said: /alerter: may run as root/,
  },
  {
    mistake: 'a file system that can be written',
    at: 'Job migrations',
    path: `${container}/securityContext/readOnlyRootFilesystem`,
    value: false,
    said: /migrations: a file system/,
  },
  {
    mistake: 'a variable that there is not',
    at: 'Deployment gateway',
    path: `${container}/env/0/name`,
    value: 'OCTO_NATS_URLS',
    said: /gateway: OCTO_NATS_URLS is no variable/,
  },
  {
    mistake: 'a variable that is missing',
    at: 'Deployment projectors',
    path: `${container}/env`,
    value: [],
    said: /projectors: OCTO_NATS_URL_FILE is undefined/,
  },
  {
    mistake: 'the secrets of another',
    at: 'Deployment ingress',
    path: '/spec/template/spec/volumes/0/secret/secretName',
    value: 'octometer-gateway',
    said: /ingress: mounts octometer-gateway/,
  },
  {
    mistake: 'an image that is not built',
    at: 'Deployment github-agent',
    path: `${container}/image`,
    value: 'octometer/agent:0.1.0',
    said: /github-agent: its image is/,
  },
  {
    mistake: 'a probe that is not answered',
    at: 'Deployment ingress',
    path: `${container}/readinessProbe/httpGet/path`,
    value: '/health',
    said: /its readiness probe asks no \/readyz/,
  },
  {
    mistake: 'a port on which nobody listens',
    at: 'Deployment ingress',
    path: `${container}/ports/0/containerPort`,
    value: 80,
    said: /ingress: listens on 8080, not 80/,
  },
  {
    mistake: 'too little time to end',
    at: 'Deployment projectors',
    path: '/spec/template/spec/terminationGracePeriodSeconds',
    value: 20,
    said: /projectors: is killed before/,
  },
  {
    mistake: 'a budget for nobody',
    at: 'PodDisruptionBudget gateway',
    path: '/spec/selector/matchLabels',
    value: { app: 'gateway' },
    said: /PodDisruptionBudget gateway leads to nobody/,
  },
  {
    mistake: 'a scaler of nobody',
    at: 'HorizontalPodAutoscaler ingress',
    path: '/spec/scaleTargetRef/name',
    value: 'receiver',
    said: /HorizontalPodAutoscaler ingress leads to nobody/,
  },
  {
    mistake: 'a monitor of nobody',
    at: 'ServiceMonitor alerter',
    path: '/spec/selector/matchLabels',
    value: { app: 'alerter' },
    said: /ServiceMonitor alerter leads to nobody/,
  },
  {
    mistake: 'a way that is no part of the picture',
    at: 'NetworkPolicy ingress',
    path: '/spec/egress/0/to/0/podSelector/matchLabels',
    value: { 'clickhouse.altinity.com/chi': 'octometer' },
    said: /ingress > clickhouse:4222 is no part of the picture/,
  },
  {
    mistake: 'a way that is closed at one end',
    at: 'NetworkPolicy nats',
    path: '/spec/ingress/0/from',
    value: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'ingress' } } }],
    said: /gateway > nats:4222 is not let in/,
  },
  {
    mistake: 'anybody let in',
    at: 'NetworkPolicy clickhouse',
    path: '/spec/ingress/0/from',
    value: [],
    said: /anybody > clickhouse:8123 is no part/,
  },
  {
    mistake: 'nothing closed by default',
    at: 'NetworkPolicy nobody',
    path: '/spec/podSelector',
    value: { matchLabels: { app: 'x' } },
    said: /nothing is closed by default/,
  },
  {
    mistake: 'a route that leads elsewhere',
    at: 'Ingress octometer',
    path: '/spec/rules/0/http/paths/0/backend/service/name',
    value: 'gateway',
    said: /\/webhooks\/github does not lead to ingress/,
  },
  {
    mistake: 'a right of ClickHouse more',
    at: 'ClickHouseInstallation octometer',
    path: '/spec/configuration/files/users.d~1octometer.xml',
    value: '<clickhouse/>',
    said: /is not deploy\/clickhouse\/users\.xml/,
  },
  {
    mistake: 'a cluster of another name',
    at: 'ClickHouseInstallation octometer',
    path: '/spec/configuration/clusters/0/name',
    value: 'main',
    said: /OCTO_CLICKHOUSE_CLUSTER is octometer, not main/,
  },
  {
    mistake: 'a consumer that there is not',
    at: 'ScaledObject projectors',
    path: '/spec/triggers/0/metadata/consumer',
    value: 'counters',
    said: /counters is no consumer that keeps its name/,
  },
]
