#!/usr/bin/env bash
# For a Debian machine that reaches no container registry: sees to it that the base images which the Dockerfile and
# docker-compose.yml name are there. An image that is there is left alone; else a stand-in is built under its name out of what
# the machine's own package sources hold: Node.js from npm, nats-server and Caddy from Debian. They are for tests on that
# machine, not for anybody's production. There is no stand-in for ClickHouse: docker-compose.offline.yml runs the embedded one.
#
#   tools/offline-base-images.sh            the images of this repository
#   tools/offline-base-images.sh stop       ends the Docker engine, if this script has started it
#
# Needs root where something is missing: it then installs and starts a Docker engine and Compose's plugin.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cache=${OCTO_IMAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/octometer/images}
engine_pid=$cache/dockerd.pid
base=octometer-offline/debian:trixie

say() { echo "offline-base-images: $*" >&2; }
fail() {
  say "$*"
  say "Get the images from a registry (docker compose pull), or run this as root on a Debian machine whose apt and npm reach their registries."
  exit 1
}

if [ "${1:-}" = stop ]; then
  [ -s "$engine_pid" ] || exit 0
  pid=$(cat "$engine_pid")
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ]; then
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
  fi
  rm -f "$engine_pid"
  exit 0
fi

image_of() { sed -n "s/^ARG $1=//p" Dockerfile; }
node_image=$(image_of NODE_IMAGE)
nats_image=$(image_of NATS_IMAGE)
caddy_image=$(sed -n 's/^ *image: *\(caddy:.*\)$/\1/p' docker-compose.yml | head -1)
mkdir -p "$cache"

# The machine's own Debian mirror and its keyring, from apt's sources in either format.
debian_sources() {
  cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk -v RS= '
    /Components:[^\n]*main/ && /Suites:[^\n]*/ && !/security/ {
      uri=""; key=""
      for (i = 1; i <= NF; i++) { if ($i == "URIs:") uri = $(i + 1); if ($i == "Signed-By:") key = $(i + 1) }
      if (uri ~ /debian/) { print uri, key; exit } }'
  awk '$1 == "deb" && /debian/ && !/security/ { for (i = 2; i <= NF; i++) if ($i ~ /^[a-z]+:\/\//) { print $i; exit } }' \
    /etc/apt/sources.list 2>/dev/null || true
}
read -r mirror keyring < <(debian_sources) || true
keyring=${keyring:-/usr/share/keyrings/debian-archive-keyring.gpg}

need_root() { [ "$(id -u)" = 0 ] && [ -n "$mirror" ] || fail "$1"; }

install_packages() {
  need_root "the packages $* are missing"
  say "installing $* (once) …"
  apt-get -q update >"$cache/apt.log" 2>&1 || fail "apt-get update failed: see $cache/apt.log"
  DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "$@" >>"$cache/apt.log" 2>&1 ||
    fail "apt-get install failed: see $cache/apt.log"
}

# A package of a Debian suite, signature-checked by apt and unpacked into a folder, without installing it.
unpack() { # FOLDER PACKAGE SUITE…
  local folder=$1 package=$2 suite apt
  shift 2
  for suite in "$@"; do
    apt=$cache/apt-$suite
    mkdir -p "$apt"/{lists,cache,download}/partial
    echo "deb [signed-by=$keyring] $mirror $suite main" >"$apt/sources.list"
    local options=(-q -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$apt/lists"
      -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::Retries=2)
    [ -e "$apt/updated" ] || { apt-get "${options[@]}" update >"$cache/apt.log" 2>&1 && touch "$apt/updated"; } || continue
    rm -f "$apt/download/${package}"_*.deb
    (cd "$apt/download" && apt-get "${options[@]}" download "$package" >"$cache/apt.log" 2>&1) || continue
    rm -rf "$folder"
    dpkg-deb --extract "$apt/download/${package}"_*.deb "$folder" && return 0
  done
  fail "Debian's $package could not be fetched: see $cache/apt.log"
}

start_engine() {
  command -v dockerd >/dev/null || install_packages docker.io iptables
  command -v docker >/dev/null || install_packages docker-cli
  docker info >/dev/null 2>&1 && return
  need_root "the Docker engine does not run, or is not yours to use"
  say "starting a Docker engine …"
  setsid dockerd >"$cache/dockerd.log" 2>&1 </dev/null &
  echo $! >"$engine_pid"
  for _ in $(seq 60); do
    docker info >/dev/null 2>&1 && return
    kill -0 "$(cat "$engine_pid")" 2>/dev/null || break
    sleep 0.5
  done
  fail "the Docker engine did not start: see $cache/dockerd.log"
}

ensure_compose() {
  docker compose version >/dev/null 2>&1 && return
  need_root "Docker has no compose plugin"
  unpack "$cache/compose" docker-compose trixie
  mkdir -p "${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins"
  cp "$cache/compose/usr/libexec/docker/cli-plugins/docker-compose" "${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins/"
  docker compose version >/dev/null || fail "Debian's compose plugin does not run"
}

is_there() { docker image inspect "$1" >/dev/null 2>&1; }

# What every stand-in stands on; with the authorities that this machine trusts, for it may reach its registries through one.
ensure_base() {
  is_there "$base" && return
  need_root "there is nothing to build stand-ins on"
  command -v debootstrap >/dev/null || install_packages debootstrap
  say "building $base (once; about a minute) …"
  local root
  root=$(mktemp -d "$cache/root.XXXXXX")
  debootstrap --variant=minbase --keyring="$keyring" --include=ca-certificates,wget trixie "$root" "$mirror" \
    >"$cache/debootstrap.log" 2>&1 || fail "debootstrap failed: see $cache/debootstrap.log"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,info,locale}
  tar -C "$root" -c . | docker import -c 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt' \
    -c 'ENV NPM_CONFIG_CAFILE=/etc/ssl/certs/ca-certificates.crt' - "$base" >/dev/null
  rm -rf "$root"
}

# Builds from a folder whose Dockerfile comes on standard input.
build() { # IMAGE FOLDER
  cat >"$2/Dockerfile"
  DOCKER_BUILDKIT=0 docker build --quiet --tag "$1" "$2" >/dev/null 2>"$cache/build.log" || fail "$1 was not built: see $cache/build.log"
  say "built a stand-in for $1"
}

new_folder() { rm -rf "$cache/context" && mkdir -p "$cache/context" && echo "$cache/context"; }

build_node() {
  local folder version arch
  folder=$(new_folder)
  version=$(sed -n 's/^ *"node": "\([0-9.]*\)",*$/\1/p' package.json)
  arch=$(dpkg --print-architecture | sed 's/amd64/x64/')
  npm pack --silent --pack-destination "$folder" "node-linux-$arch@$version" npm@11 >/dev/null || fail "npm did not give Node.js $version"
  mkdir -p "$folder/node" "$folder/npm"
  tar -xzf "$folder"/node-linux-*.tgz --strip-components=2 -C "$folder/node" package/bin/node
  tar -xzf "$folder"/npm-11*.tgz --strip-components=1 -C "$folder/npm"
  rm "$folder"/*.tgz
  build "$node_image" "$folder" <<DOCKERFILE
FROM $base
COPY node/node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
  && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \
  && useradd --uid 1000 --create-home --shell /bin/bash node
CMD ["node"]
DOCKERFILE
}

build_nats() {
  local folder
  folder=$(new_folder)
  unpack "$folder/nats" nats-server testing unstable
  find "$folder/nats" -name nats-server -type f -perm -u+x -exec cp {} "$folder/nats-server" \;
  build "$nats_image" "$folder" <<DOCKERFILE
FROM $base
COPY nats-server /usr/local/bin/nats-server
EXPOSE 4222 8222
ENTRYPOINT ["nats-server"]
DOCKERFILE
}

build_caddy() {
  local folder
  folder=$(new_folder)
  unpack "$folder/caddy" caddy trixie
  build "$caddy_image" "$folder" <<DOCKERFILE
FROM $base
COPY caddy/usr/bin/caddy /usr/bin/caddy
ENV XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data
EXPOSE 80 443
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
DOCKERFILE
}

start_engine
ensure_compose
for stand_in in node nats caddy; do
  name=${stand_in}_image
  if is_there "${!name}"; then
    say "${!name} is there"
  else
    ensure_base
    "build_$stand_in"
  fi
done
