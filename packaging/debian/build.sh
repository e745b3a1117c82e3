#!/usr/bin/env bash
# Makes a Debian package of a published folder for the architecture of this machine.
#   packaging/debian/build.sh FOLDER VERSION OUT
# MAINTAINER is who answers for the package, as `Name <address>`. Needs dpkg-dev.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

folder=$1 version=$2 out=$3
: "${MAINTAINER:?is missing: who answers for the package, as Name <address>}"
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
umask 022
# `-` ends the upstream version, and 1.0.0-rc.1 comes before 1.0.0 (deb-version(7)).
debian_version=${version/-/\~}
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Where dpkg-shlibdeps looks for what a package holds.
tree=$work/debian/amigov
documents=$tree/usr/share/doc/amigov

# The library is found beside the program, so both have a folder of their own.
install -D -m 755 "$folder/amigov" "$tree/usr/lib/amigov/amigov"
install -D -m 644 "$folder/libe_sqlite3.so" "$tree/usr/lib/amigov/libe_sqlite3.so"
mkdir -p "$tree/usr/bin"
ln -s ../lib/amigov/amigov "$tree/usr/bin/amigov"

# Pages and completions are those of this binary.
pages=$tree/usr/share/man/man1
(cd "$work" && "$tree/usr/lib/amigov/amigov" man --dir "$pages")
find "$pages" -type f -exec gzip -9n {} +
complete() {
    mkdir -p "$(dirname "$tree/usr/share/$2")"
    (cd "$work" && "$tree/usr/lib/amigov/amigov" completion "$1") >"$tree/usr/share/$2"
}
complete bash bash-completion/completions/amigov
complete fish fish/vendor_completions.d/amigov.fish
complete zsh zsh/vendor-completions/_amigov

install -D -m 644 "$here/copyright" "$documents/copyright"
cp -R "$folder/NOTICE" "$folder/THIRD-PARTY-NOTICES" "$documents"
# NuGet's files may be marked as programs.
chmod -R a-x,u=rwX,go=rX "$documents"
gzip -9nc "$root/CHANGELOG.md" >"$documents/CHANGELOG.md.gz"
gzip -9n >"$documents/changelog.gz" <<END
amigov ($debian_version) unstable; urgency=medium

  * CHANGELOG.md.gz beside this file says what changed.

 -- $MAINTAINER  $(LC_ALL=C date --utc --date="@$SOURCE_DATE_EPOCH" '+%a, %d %b %Y %T %z')
END
install -D -m 644 "$here/lintian-overrides" "$tree/usr/share/lintian/overrides/amigov"

printf 'Source: amigov\n\nPackage: amigov\nArchitecture: any\n' >"$work/debian/control"
# OpenSSL is loaded when it is first needed (.NET, "Install .NET on Debian"), and has another name since time_t has 64 bits everywhere.
# Without warnings: SQLite's library takes the functions of libm from the program that loads it.
linked=$(cd "$work" && dpkg-shlibdeps --warnings=0 -O "$tree/usr/lib/amigov/amigov" "$tree/usr/lib/amigov/libe_sqlite3.so")

# In KiB, each file rounded up (deb-substvars(5)).
size=$(find "$tree/usr" -type f -printf '%s\n' | awk '{ n += int(($1 + 1023) / 1024) } END { print n }')

mkdir -p "$tree/DEBIAN" "$out"
cat >"$tree/DEBIAN/control" <<END
Package: amigov
Version: $debian_version
Architecture: $architecture
Maintainer: $MAINTAINER
Installed-Size: $size
Depends: ${linked#shlibs:Depends=}, libssl3t64 | libssl3, ca-certificates, git
Recommends: openssh-client
Section: admin
Priority: optional
Description: govern the machine images of an AWS Organization
 amigov says which machine images (AMIs) the accounts of an AWS Organization
 may launch, create and share. From one JSON file of approved publishers and
 time-bound exceptions it generates the policies that enforce it, proves that
 they do, brings them into the organization step by step, and verifies there
 what AWS answers.
END
(cd "$tree" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
# Pages of releases rename files with `~` in their names, and then the list of checksums does not have them.
dpkg-deb --root-owner-group -Z"${DPKG_DEB_COMPRESSOR_TYPE:-xz}" --build "$tree" "$out/amigov_${version}_$architecture.deb" >/dev/null
