#!/bin/sh
# npm run release [FOLDER]: tentakel-VERSION.tar.gz with what running needs, its checksum, and its bill of materials (CycloneDX). GNU tar; the same
# commit makes the same bytes.
set -eu
cd "$(dirname "$0")/.."
out=${1:-dist/release}
mkdir -p "$out"
out=$(CDPATH='' cd -- "$out" && pwd)
[ -z "$(git status --porcelain --untracked-files=no)" ] || { echo 'There are changes that are not committed: a release is of a commit.' >&2; exit 1; }
node=node_modules/.bin/node
name=tentakel-$("$node" -p 'require("./package.json").version')

"$node" src/web-build.ts
deploy/sbom.sh >"$out/$name.cdx.json"
{
  git ls-files -- package.json package-lock.json .npmrc .dockerignore tentakel tsconfig.json LICENSE README.md SECURITY.md CHANGELOG.md \
    deploy docs migrations sandbox src ':!*.test.ts' ':!deploy/release.sh' ':!deploy/sbom.sh'
  find dist/web -type f
} | LC_ALL=C sort | tar --create --no-recursion --files-from=- --transform="s,^,$name/," --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
  --mtime="@$(git log -1 --format=%ct)" | gzip -n9 >"$out/$name.tar.gz"
(cd "$out" && sha256sum "$name.tar.gz" "$name.cdx.json" >"$name.sha256")
echo "$out/$name.tar.gz"
