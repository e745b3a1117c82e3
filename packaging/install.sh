#!/bin/sh
# Installs a release of amigov: fetches the archive for this machine, verifies it, and puts it below a folder. Nothing is installed that
# does not have its checksum.
#   install.sh --from ADDRESS --version VERSION [--prefix DIR] [--minisign-key FILE] [--identity NAME --issuer ADDRESS]
#   --from          where the files of the release are: an https address, or a folder
#   --prefix        bin/amigov and lib/amigov are made below it; default: ~/.local
#   --minisign-key  the file of a public key: the list of checksums must be signed with it (SHA256SUMS.minisig)
#   --identity      who must have signed the list by Sigstore (SHA256SUMS.sigstore.json), as the release's page says it; with --issuer
set -eu

from='' version='' prefix=${HOME:-}/.local key='' identity='' issuer=''

fail() {
    printf 'install.sh: %s\n' "$1" >&2
    exit "${2:-1}"
}

while [ $# -gt 0 ]; do
    case $1 in
    -h | --help)
        sed -n '2,/^set -eu/ { /^#/ s/^# \{0,1\}//p; }' "$0"
        exit 0
        ;;
    esac
    [ $# -gt 1 ] || fail "$1 needs a value" 2
    # A variable that is not set must not turn a check off.
    [ -n "$2" ] || fail "the value of $1 is empty" 2
    case $1 in
    --from) from=${2%/} ;;
    --version) version=${2#v} ;;
    --prefix) prefix=${2%/} ;;
    --minisign-key) key=$2 ;;
    --identity) identity=$2 ;;
    --issuer) issuer=$2 ;;
    *) fail "there is no option $1" 2 ;;
    esac
    shift 2
done
[ -n "$from" ] || fail '--from is missing: where the files of the release are' 2
case $version in
'' | *[!0-9A-Za-z.-]*) fail '--version is missing or is no version' 2 ;;
esac
[ -n "$identity" ] && [ -z "$issuer" ] && fail '--identity needs --issuer' 2
[ -n "$issuer" ] && [ -z "$identity" ] && fail '--issuer needs --identity' 2
[ -z "$key" ] || [ -f "$key" ] || fail "--minisign-key: there is no file $key" 2

platform() {
    case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=osx ;;
    *) fail "there is no release for $(uname -s); on Windows use Scoop or the archive" ;;
    esac
    case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no release for $(uname -m)" ;;
    esac
    # Systems with glibc may have musl's loader beside their own, and musl has no other mark that is there without a compiler.
    if [ "$system" = linux ] && ! getconf GNU_LIBC_VERSION >/dev/null 2>&1; then
        for loader in /lib/ld-musl-*; do
            [ ! -e "$loader" ] || system=linux-musl
        done
    fi
    case $system-$machine in
    osx-x64) fail 'there is no release for Macs with an Intel processor' ;;
    linux-musl-arm64) fail 'there is no release for Linux with musl on arm64' ;;
    esac
    printf '%s-%s\n' "$system" "$machine"
}

fetch() {
    case $from in
    https://*) curl --fail --silent --show-error --location --proto '=https' --proto-redir '=https' --output "$2" "$from/$1" ;;
    *://*) fail "$from must begin with https:// or be a folder" 2 ;;
    *) cp -- "$from/$1" "$2" ;;
    esac || fail "$1 is not to be had from $from"
}

sha256() {
    if command -v sha256sum >/dev/null; then
        sha256sum "$1"
    else
        shasum -a 256 "$1"
    fi | cut -d ' ' -f 1
}

# Who asks for a signature gets no installation without one.
verify_signature() {
    if [ -n "$key" ]; then
        command -v minisign >/dev/null || fail 'minisign is not installed, and --minisign-key needs it'
        fetch SHA256SUMS.minisig "$work/SHA256SUMS.minisig"
        minisign -Vqm "$work/SHA256SUMS" -p "$key" || fail 'the list of checksums is not signed with that key'
    fi
    if [ -n "$identity" ]; then
        command -v cosign >/dev/null || fail 'cosign is not installed, and --identity needs it'
        fetch SHA256SUMS.sigstore.json "$work/SHA256SUMS.sigstore.json"
        cosign verify-blob --bundle "$work/SHA256SUMS.sigstore.json" --certificate-identity "$identity" \
            --certificate-oidc-issuer "$issuer" "$work/SHA256SUMS" || fail "the list of checksums is not signed by $identity"
    fi
    if [ -z "$key$identity" ]; then
        printf 'install.sh: no signature was asked for (--minisign-key or --identity); the checksums are as safe as %s\n' "$from" >&2
    fi
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
platform=$(platform)
archive=amigov-$version-$platform.tar.gz
fetch SHA256SUMS "$work/SHA256SUMS"
verify_signature
expected=$(awk -v name="$archive" '$2 == name { print $1 }' "$work/SHA256SUMS")
[ -n "$expected" ] || fail "SHA256SUMS does not list $archive"
fetch "$archive" "$work/$archive"
actual=$(sha256 "$work/$archive")
[ "$actual" = "$expected" ] || fail "$archive has the checksum $actual, published is $expected: nothing was installed"

mkdir "$work/new"
tar -xzf "$work/$archive" -C "$work/new"
mkdir -p "$prefix/bin" "$prefix/lib"
rm -rf "$prefix/lib/amigov.new"
cp -R "$work/new" "$prefix/lib/amigov.new"
# What does not start here, such as for want of a newer glibc, replaces nothing.
"$prefix/lib/amigov.new/amigov" self-check --checksums "$work/SHA256SUMS" || {
    rm -rf "$prefix/lib/amigov.new"
    fail 'the program does not start here, or is not as published; what was installed before is still there'
}
rm -rf "$prefix/lib/amigov"
mv "$prefix/lib/amigov.new" "$prefix/lib/amigov"
ln -sf ../lib/amigov/amigov "$prefix/bin/amigov"
printf 'amigov is in %s; try it with: amigov rehearse\n' "$prefix/bin"
case :${PATH:-}: in
*:"$prefix/bin":*) ;;
*) printf '%s is not on the PATH\n' "$prefix/bin" ;;
esac
