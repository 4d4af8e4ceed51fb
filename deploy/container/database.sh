#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: a role that is no superuser, and its database. The password is the one of database-url.
set -eu
password=$(sed -n 's|^postgresql://tentakel:\([0-9A-Za-z]*\)@.*|\1|p' /run/secrets/database-url)
[ -n "$password" ] || { echo 'database-url is not postgresql://tentakel:PASSWORD@database/tentakel' >&2; exit 1; }
psql -v ON_ERROR_STOP=1 -v password="$password" --username "${POSTGRES_USER:-postgres}" <<'END'
create role tentakel login createrole createdb password :'password';
create database tentakel owner tentakel;
END
