#!/usr/bin/env bash
# Shows that what a release offers works where nothing else is installed, in Debian's base system below a temporary folder: the Debian package,
# the .NET tool and the container's files. Needs root, debootstrap, dpkg-dev, lintian and the .NET SDK.
#   packaging/check.sh PUBLISHED
# PUBLISHED is a published folder for this machine. The mirror is the one that apt uses.
set -euo pipefail
cd "$(dirname "$0")/.."
published=$(realpath "$1")
version=$("$published/amigov" --version)
work=$(mktemp -d)
root=$work/root
image=$work/image
trap 'umount -q "$root/usr/share/dotnet" "$root/proc" "$image/proc" "$image/dev" 2>/dev/null || true; rm -rf --one-file-system "$work"' EXIT

step() { printf '\n== %s\n' "$1"; }
fail() { echo "packaging/check.sh: $1" >&2; exit 1; }
# As somebody who is not root, in a folder of their own.
person() { chroot --userspec=65532:65532 "$root" env -i -C /home/person HOME=/home/person PATH=/usr/bin:/bin "${@}"; }
in_root() { chroot "$root" env -i DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
work_with() {
    person "$@" --version | grep -Fx "$version"
    person "$@" rehearse rehearsal | tail -n 1
    person "$@" init governance --yes --ops-account 123456738923 >/dev/null
    person env -C governance "$@" generate
    person env -C governance "$@" validate
    person rm -r rehearsal governance
}

step "Debian's base system"
# shellcheck disable=SC2016 # the field is apt-get's
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
if ! debootstrap --variant=minbase bookworm "$root" "$mirror" >"$work/debootstrap.log"; then
    tail "$work/debootstrap.log"
    fail 'debootstrap failed'
fi
cp /etc/resolv.conf "$root/etc/resolv.conf"
mkdir "$root/home/person"
chown 65532:65532 "$root/home/person"

step 'Debian package'
MAINTAINER='Nobody <nobody@example.org>' packaging/debian/build.sh "$published" "$version" "$work/files"
packaging/archive.sh "$published" "linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')" "$version" "$work/files"
lintian --fail-on error,warning "$work"/files/*.deb
cp "$work"/files/*.deb "$root/amigov.deb"
in_root apt-get install -y -qq --no-install-recommends /amigov.deb >/dev/null
work_with amigov
packaging/checksums.sh "$work/files"
cp "$work/files/SHA256SUMS" "$root"
person amigov self-check --checksums /SHA256SUMS
in_root sh -c 'zcat /usr/share/man/man1/amigov-apply.1.gz' | grep -q 'SH NAME' || fail 'the manual lacks amigov-apply'
in_root dpkg -L amigov >"$work/installed"
in_root apt-get purge -y -qq amigov >/dev/null
left=$(while read -r path; do [ ! -e "$root$path" ] || [ -d "$root$path" ] || echo "$path"; done <"$work/installed"
    find "$root" -xdev -name '*amigov*' ! -path "$root/amigov.deb" ! -path "$root/var/cache/*")
[ -z "$left" ] || fail "the package leaves $left"
echo 'removed without a trace'

step '.NET tool'
dotnet pack src/AmiGovernance.Cli -p:PublishAot=false -p:RunAnalyzers=false -o "$work/files" >/dev/null
in_root apt-get install -y -qq --no-install-recommends libstdc++6 >/dev/null
mkdir -p "$root/usr/share/dotnet" "$root/packages"
# The runtime reads how much memory there is.
mount -t proc proc "$root/proc"
mount --bind -o ro "$(dirname "$(realpath "$(command -v dotnet)")")" "$root/usr/share/dotnet"
cp "$work"/files/*.nupkg "$root/packages"
dotnet_in_root() {
    person env DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 \
        DOTNET_ROOT=/usr/share/dotnet "$@"
}
dotnet_in_root /usr/share/dotnet/dotnet tool install --tool-path tools --source /packages --version "$version" amigov
tool=(env DOTNET_ROOT=/usr/share/dotnet /home/person/tools/amigov)
work_with "${tool[@]}"
packaging/checksums.sh "$work/files"
cp "$work/files/SHA256SUMS" "$root"
person "${tool[@]}" self-check --checksums /SHA256SUMS
dotnet_in_root /usr/share/dotnet/dotnet tool uninstall --tool-path tools amigov
umount "$root/usr/share/dotnet" "$root/proc"

# As the last stage of the Containerfile makes it, on the libraries that a base image without a shell has.
step 'Container'
mkdir -p "$image/usr/local/bin" "$image/governance" "$image/tmp" "$image/proc" "$image/dev"
chmod 1777 "$image/tmp"
chown 65532:65532 "$image/governance"
cp "$published/amigov" "$published/libe_sqlite3.so" "$image/usr/local/bin"
libraries=$(ldd "$published/amigov" "$published/libe_sqlite3.so" | grep -o '/[^ :]*\.so[^ :]*' | grep -v "^$published" | sort -u)
for library in $libraries "$root"/usr/lib/*/libssl.so.3 "$root"/usr/lib/*/libcrypto.so.3; do
    inside=${library#"$root"}
    install -D "$root$inside" "$image$inside"
done
# A container engine mounts these (OCI runtime specification, "Default Filesystems").
mount -t proc proc "$image/proc"
mount --bind /dev "$image/dev"
container() {
    env -i /usr/bin/unshare --root="$image" --wd=/governance --setgid 65532 --setuid 65532 /usr/local/bin/amigov "$@"
}
container --version | grep -Fx "$version"
container rehearse | tail -n 1
container init . --yes --ops-account 123456738923 >/dev/null
container generate
[ "$(stat -c %u "$image/governance/dist/scp-ami-guardrail.json")" = 65532 ] || fail 'the container writes as another user'
umount "$image/proc" "$image/dev"

step 'All of it works'
