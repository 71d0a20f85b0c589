#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, in deploy/secrets, OCTO_SECRETS_DIR or the folder that is named. What is there
# already stays as it is, so it can run again after an upgrade. Needs openssl.
#   deploy/prepare.sh          passwords, keys, and empty files for what you may fill in (the GitHub token, Slack's address)
#   deploy/prepare.sh --tls    also an authority and certificates of NATS and of each service, for docker-compose.tls.yml
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${OCTO_SECRETS_DIR:-$here/secrets}
tls=
for argument; do
  case $argument in --tls) tls=yes ;; *) folder=$argument ;; esac
done
command -v openssl >/dev/null || { echo "prepare.sh: openssl is needed: install it" >&2; exit 1; }
# The folder keeps others out; in a container a service runs under another user, so the files themselves can be read.
umask 022
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"

secret() { openssl rand -hex 32; }
keep() { # FILE: keeps what is there, else takes standard input
  if [ -e "$1" ]; then cat >/dev/null; else cat >"$1.new" && chmod 444 "$1.new" && mv "$1.new" "$1"; fi
}

secret | keep webhook-secrets
echo "admin:admin:$(secret)" | keep api-keys
openssl rand -base64 32 | keep encryption-key
openssl rand -base64 32 | keep badge-key
secret | keep grafana-password

# NATS: one password each, in the server's file and in the service's URL. OCTO_NATS_HOSTS names the servers of a cluster, with commas.
servers=$(echo "${OCTO_NATS_HOSTS:-nats}" | sed 's/,/:4222,nats:\/\//g'):4222
for user in setup backup ingress projectors github-agent alerter gateway; do
  secret | keep "nats-$user.password"
  echo "nats://$user:$(cat "nats-$user.password")@$servers" | keep "nats-$user.url"
done
rm -f nats-passwords.conf
for user in setup backup ingress projectors github-agent alerter gateway; do
  echo "$(echo "$user" | tr a-z- A-Z_)_PASSWORD: \"$(cat "nats-$user.password")\""
done | keep nats-passwords.conf

# ClickHouse: passwords for the services, their hashes for the server.
edit=
for user in projectors github-agent alerter gateway analyst; do
  secret | keep "clickhouse-$user.password"
  hash=$(printf %s "$(cat "clickhouse-$user.password")" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
  edit="$edit;s/@$user@/$hash/"
done
rm -f clickhouse-users.xml
sed "$edit" "$here/clickhouse/users.xml" | keep clickhouse-users.xml

# What you may fill in; an empty one is none.
for name in github-token github-app-private-key github-app-webhook-secret jwt-secret slack-url discord-url smtp-url \
  alert-webhooks alert-webhook-secret forward-receivers health-urls; do
  : | keep "$name"
done

if [ -n "$tls" ]; then
  certify() { # NAME SUBJECT-ALTERNATIVE
    [ -e "$1.crt" ] && return
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" 2>/dev/null
    echo "subjectAltName=$2" >"$1.ext"
    openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 825 -extfile "$1.ext" -out "$1.crt" 2>/dev/null
    rm "$1.csr" "$1.ext"
    chmod 444 "$1.key" "$1.crt"
  }
  if [ ! -e ca.crt ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=Octometer's own authority" -keyout ca.key -out ca.crt 2>/dev/null
    chmod 400 ca.key
  fi
  certify nats DNS:nats,DNS:localhost,IP:127.0.0.1
  for user in setup backup ingress projectors github-agent alerter gateway; do certify "nats-client-$user" "DNS:$user"; done
fi
echo "prepare.sh: the secrets are in $folder (api-keys holds the admin's key, webhook-secrets what GitHub signs with)" >&2
