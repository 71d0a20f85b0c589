#!/bin/sh
# Prints the secrets that the pods mount, out of the folder that deploy/prepare.sh has filled: one for each service, with what that service
# needs and no more. It changes nothing itself.
#   OCTO_NATS_HOSTS=nats-0.nats-headless,nats-1.nats-headless,nats-2.nats-headless deploy/prepare.sh ~/octometer-secrets
#   deploy/kubernetes/secrets.sh ~/octometer-secrets | kubectl apply -f -
# Where a secret store fills them instead, see external-secrets/.
set -eu
folder=${1:?name the folder that deploy/prepare.sh has filled}
cd "$folder"

secret() { # NAME KEY=FILE...
  name=$1
  shift
  kubectl create secret generic "$name" --namespace octometer --dry-run=client --output yaml "$@"
  echo ---
}

secret octometer-migrations \
  --from-file=nats-setup=nats-setup.url \
  --from-file=clickhouse-projectors=clickhouse-projectors.password
secret octometer-ingress \
  --from-file=nats-ingress=nats-ingress.url \
  --from-file=webhook-secrets=webhook-secrets \
  --from-file=api-keys=api-keys \
  --from-file=jwt-secret=jwt-secret \
  --from-file=encryption-key=encryption-key
secret octometer-projectors \
  --from-file=nats-projectors=nats-projectors.url \
  --from-file=clickhouse-projectors=clickhouse-projectors.password
secret octometer-github-agent \
  --from-file=nats-github-agent=nats-github-agent.url \
  --from-file=clickhouse-github-agent=clickhouse-github-agent.password \
  --from-file=webhook-secrets=webhook-secrets \
  --from-file=encryption-key=encryption-key \
  --from-file=github-token=github-token \
  --from-file=github-app-private-key=github-app-private-key \
  --from-file=github-app-webhook-secret=github-app-webhook-secret \
  --from-file=health-urls=health-urls
secret octometer-alerter \
  --from-file=nats-alerter=nats-alerter.url \
  --from-file=clickhouse-alerter=clickhouse-alerter.password \
  --from-file=slack-url=slack-url \
  --from-file=discord-url=discord-url \
  --from-file=smtp-url=smtp-url \
  --from-file=alert-webhooks=alert-webhooks \
  --from-file=alert-webhook-secret=alert-webhook-secret \
  --from-file=forward-receivers=forward-receivers
secret octometer-gateway \
  --from-file=nats-gateway=nats-gateway.url \
  --from-file=clickhouse-gateway=clickhouse-gateway.password \
  --from-file=clickhouse-analyst=clickhouse-analyst.password \
  --from-file=api-keys=api-keys \
  --from-file=jwt-secret=jwt-secret \
  --from-file=encryption-key=encryption-key \
  --from-file=badge-key=badge-key
secret nats-passwords --from-file=passwords.conf=nats-passwords.conf

# What ClickHouse knows of the passwords.
set --
for user in projectors github-agent alerter gateway analyst; do
  hash=$(printf %s "$(cat "clickhouse-$user.password")" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
  set -- "$@" "--from-literal=$user=$hash"
done
secret octometer-clickhouse "$@"
