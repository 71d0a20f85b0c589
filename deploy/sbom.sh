#!/bin/sh
# Writes the bill of materials of an image (CycloneDX), which its build left in it: deploy/sbom.sh octometer/ingress:0.1.0 > ingress.cdx.json
set -eu
[ $# = 1 ] || { echo "sbom.sh: name one image" >&2; exit 1; }
exec docker run --rm --network none --read-only --entrypoint cat "$1" /app/sbom.cdx.json
