#!/bin/sh
# The whole life of a referral, as a script runs it: from a request to advice given and statistics.
# Usage: close-the-loop.sh REQUEST.yaml
# The register is the one that ICCWC_REGISTER names.
set -eu

request=$1

# What is wrong with the request shows before anything is recorded.
iccwc request check "$request" >/dev/null

# Recorded, then sent: the authority says how. Its id is on disk before it is printed.
ref=$(iccwc refer --request "$request" --if-new --quiet --format text | head -n 1 | cut -d' ' -f1)
iccwc register advance "$ref" requested --channel email

# The Secretariat takes it up and decides whom it goes to.
iccwc register advance "$ref" received
iccwc register advance "$ref" accepted
iccwc register communicate "$ref" interpol unodc --reason "telephones first, then the case file"

# One partner declines and says why; the other takes it up and completes it.
iccwc register answer "$ref" unodc rejected --reason-code no-capacity --note "not before next year"
iccwc register answer "$ref" interpol accepted
iccwc register answer "$ref" interpol completed

# The country is advised, and the loop is closed.
iccwc register advance "$ref" completed \
  --outcome "the telephones were examined and the report handed over" \
  --advised-on "$(date -u +%Y-%m-%d)" --advised-by-channel email

iccwc register history "$ref"
iccwc register verify
iccwc register stats
