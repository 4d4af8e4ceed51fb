#!/bin/sh
# npm run sbom: the bill of materials (CycloneDX) of what running needs. npm's own --omit dev also omits what a tool of ours shares with the
# program, so those tools are taken out of a copy of the lock file first.
set -eu
cd "$(dirname "$0")/.."
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT INT TERM
mkdir "$temp/tentakel"
node_modules/.bin/node - "$temp/tentakel" <<'END'
const { readFileSync, writeFileSync } = require('node:fs')
const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
const own = read('package.json')
const lock = read('package-lock.json')
delete own.devDependencies
delete lock.packages[''].devDependencies
for (const [place, { dev }] of Object.entries(lock.packages)) if (dev === true) delete lock.packages[place]
for (const [name, content] of Object.entries({ 'package.json': own, 'package-lock.json': lock }))
  writeFileSync(`${process.argv[2]}/${name}`, JSON.stringify(content))
END
cd "$temp/tentakel"
npm sbom --package-lock-only --sbom-format cyclonedx --sbom-type application
