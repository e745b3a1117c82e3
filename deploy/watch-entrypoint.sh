#!/bin/sh
# Starts `amigov watch` in a clone of its own: arguments go to it. What it is given, as environment variables:
#   AMIGOV_REMOTE       address of the governance repository: https://…, ssh://…, USER@HOST:PATH or file:///…
#   AMIGOV_STORE        s3://BUCKET/PREFIX, or a folder that outlives this process
#   AMIGOV_BRANCH       the protected branch; default: main
#   AMIGOV_GIT_SECRET   by SSH the private key, by https a token; it may push to the branch
#   AMIGOV_GIT_USER     by https the user of the token; default: x-access-token
#   AMIGOV_KNOWN_HOSTS  by SSH the host's keys, as known_hosts has them
#   AMIGOV_HOME         holds clone and secret; default: /var/lib/amigov
set -eu
umask 077

fail() {
    printf 'watch-entrypoint: %s\n' "$1" >&2
    exit 2
}

: "${AMIGOV_HOME:=/var/lib/amigov}" "${AMIGOV_BRANCH:=main}" "${AMIGOV_GIT_USER:=x-access-token}"
remote=${AMIGOV_REMOTE:-}
secret=${AMIGOV_GIT_SECRET:-}
# amigov and the programs that it starts do not see it.
unset AMIGOV_GIT_SECRET
[ -n "$remote" ] || fail 'AMIGOV_REMOTE is missing: the address of the governance repository'
[ -n "${AMIGOV_STORE:-}" ] || fail 'AMIGOV_STORE is missing: s3://BUCKET/PREFIX, or a folder'
case $remote in
*[[:space:]]* | *[[:cntrl:]]*) fail 'AMIGOV_REMOTE has a blank or a line break in it' ;;
esac
git check-ref-format --branch "$AMIGOV_BRANCH" >/dev/null 2>&1 || fail 'AMIGOV_BRANCH is no name of a branch'
rm -rf "$AMIGOV_HOME/private"
mkdir -p "$AMIGOV_HOME/private" "$AMIGOV_HOME/tmp" || fail "AMIGOV_HOME cannot be written: $AMIGOV_HOME"
# Nothing else needs to be writable.
export AMIGOV_HOME HOME="$AMIGOV_HOME" TMPDIR="$AMIGOV_HOME/tmp" GIT_TERMINAL_PROMPT=0

by_ssh() {
    case $secret in
    *'-----BEGIN '*'PRIVATE KEY-----'*) ;;
    *) fail 'AMIGOV_GIT_SECRET is no private key: it must have a line -----BEGIN … PRIVATE KEY-----' ;;
    esac
    [ -n "${AMIGOV_KNOWN_HOSTS:-}" ] || fail 'AMIGOV_KNOWN_HOSTS is missing: ask your host for its keys, do not scan them'
    # OpenSSH reads no key without its last line break, and none with those of Windows.
    printf '%s\n' "$secret" | tr -d '\r' >"$AMIGOV_HOME/private/key"
    printf '%s\n' "$AMIGOV_KNOWN_HOSTS" | tr -d '\r' >"$AMIGOV_HOME/private/known_hosts"
    reason=$(ssh-keygen -y -P '' -f "$AMIGOV_HOME/private/key" 2>&1 >/dev/null) ||
        fail "AMIGOV_GIT_SECRET must be a private key without a passphrase: $reason"
    # git has a shell read this, so the folder may have any name.
    export GIT_SSH_COMMAND='ssh -F none -i "$AMIGOV_HOME/private/key" -o IdentitiesOnly=yes -o BatchMode=yes \
        -o StrictHostKeyChecking=yes -o UserKnownHostsFile="\"$AMIGOV_HOME/private/known_hosts\""'
}

by_https() {
    address=${remote#https://}
    host=${address%%/*}
    case $host in
    '' | *@*) fail 'AMIGOV_REMOTE needs a host, and no user or password: AMIGOV_GIT_USER and AMIGOV_GIT_SECRET have them' ;;
    esac
    case $secret$AMIGOV_GIT_USER in
    *[[:space:]]* | *[[:cntrl:]]*) fail 'AMIGOV_GIT_SECRET or AMIGOV_GIT_USER has a blank or a line break in it' ;;
    esac
    [ -n "$secret" ] || fail 'AMIGOV_GIT_SECRET is missing: a token that may push to the branch'
    printf 'username=%s\npassword=%s\n' "$AMIGOV_GIT_USER" "$secret" >"$AMIGOV_HOME/private/credential"
    # For this host alone (gitcredentials, "Credential contexts").
    export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="credential.https://$host.helper"
    export GIT_CONFIG_VALUE_0='!f() { [ "$1" != get ] || cat "$AMIGOV_HOME/private/credential"; }; f'
}

case $remote in
https://*) by_https ;;
file:///*) ;;
ssh://* | [!-]*@*:*) by_ssh ;;
*) fail 'AMIGOV_REMOTE must begin with https://, ssh://, USER@HOST: or file:///' ;;
esac
secret=

clone=$AMIGOV_HOME/governance
if [ ! -d "$clone" ]; then
    # With the whole history; what a killed start has left is no clone.
    rm -rf "$clone.new"
    git clone --quiet --branch "$AMIGOV_BRANCH" -- "$remote" "$clone.new" ||
        fail "cannot clone branch $AMIGOV_BRANCH of $remote"
    mv "$clone.new" "$clone"
fi
cd "$clone"
[ "$(git remote get-url origin)" = "$remote" ] || fail "$clone is a clone of another repository: remove it"
exec amigov watch --branch "$AMIGOV_BRANCH" --store "$AMIGOV_STORE" "$@"
