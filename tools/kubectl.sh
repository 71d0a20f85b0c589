#!/bin/sh
# Prints where a kubectl is that renders deploy/kubernetes: the one on PATH, or Debian's, fetched once into .octometer/tools. Nothing is installed.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
own=$root/.octometer/tools/kubectl
if command -v kubectl; then exit 0; fi
if [ -x "$own" ]; then echo "$own" && exit 0; fi
fail() {
  echo "kubectl.sh: $1: install kubectl, or run this on a Debian machine whose apt reaches its mirror" >&2
  exit 1
}
command -v apt-get >/dev/null || fail "there is no kubectl"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fetch() { apt-get -q -o APT::Sandbox::User=root download kubernetes-client >log 2>&1; }
fetch || { apt-get -q update >log 2>&1 && fetch; } || fail "Debian's kubernetes-client could not be fetched ($(tail -1 log))"
dpkg-deb --extract kubernetes-client_*.deb unpacked
mkdir -p "${own%/*}"
mv unpacked/usr/bin/kubectl "$own.new"
mv "$own.new" "$own"
echo "$own"
