#!/bin/sh
# SPDX-License-Identifier: MIT
# The Debian package, made and used as its users do: built, looked over by lintian, installed into a fresh bookworm,
# run there, removed, and nothing left. Needs root and the network, so it is no part of tests/run.sh:
#     sudo sh tests/packaging/package_test.sh
# KEEP_ROOT=1 leaves the fresh bookworm for a look at it. The mirror is that of the system's own apt sources.
set -eu
cd "$(dirname "$0")/../.."
say() { printf '== %s\n' "$*"; }
fail() { echo "package_test: $*" >&2; exit 1; }
[ "$(id -u)" -eq 0 ] || fail "debootstrap needs root"
sh .ci/install build package </dev/null

say "Building the package"
cmake --preset release >/dev/null </dev/null
rm -f build/release/caljobs-audit_*.deb
cmake --build build/release --target package </dev/null >build/release/package.log 2>&1 ||
  { tail -n 40 build/release/package.log; fail "the package could not be built"; }
deb=$(ls build/release/caljobs-audit_*.deb)
echo "$deb: $(wc -c <"$deb") bytes"
dpkg-deb --field "$deb" Package Version Architecture Depends Suggests Section Installed-Size

say "lintian"
found=$(lintian --allow-root --tag-display-limit 0 --display-info "$deb" || true)
echo "${found:-nothing to say}"
! printf '%s\n' "$found" | grep -q '^[EW]:' || fail "lintian has errors or warnings"

say "A fresh bookworm"
# shellcheck disable=SC2016  # apt's own variables
mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' |
  awk '$2 == "bookworm" { print $1; exit }')
[ -n "$mirror" ] || fail "the system's apt sources name no mirror with bookworm"
root=$(mktemp -d /var/tmp/package-test.XXXXXX)
chmod 755 "$root" # apt fetches as a user of its own
cleanup() { [ -n "${KEEP_ROOT:-}" ] || rm -rf --one-file-system -- "$root"; }
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
debootstrap --variant=minbase bookworm "$root" "$mirror" >build/release/debootstrap.log 2>&1 ||
  { tail -n 20 build/release/debootstrap.log; fail "debootstrap did not succeed"; }
inside() {
  chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C.UTF-8 \
    ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} "$@" </dev/null
}
# The archive of security updates is served from elsewhere; the packages' own release is enough here.
printf 'deb %s bookworm main\n' "$mirror" >"$root/etc/apt/sources.list"
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
inside apt-get update -qq

# What a command says is of interest when it fails.
quietly() {
  "$@" >build/release/package-test.log 2>&1 || { cat build/release/package-test.log; fail "failed: $*"; }
}

files_of() {
  # Caches and logs of apt and dpkg change with any installation.
  (cd "$root" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./tmp -o -path ./var/cache \
    -o -path ./var/log -o -path ./var/lib/apt -o -path ./var/lib/dpkg -o -path ./root \) -prune -o -print) |
    LC_ALL=C sort
}
# shellcheck disable=SC2016  # dpkg's own variables
packages_of() { inside dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n'; }

# What the package depends on is installed first and stays, so that only its own files are compared.
depends=$(dpkg-deb --field "$deb" Depends | tr ',' '\n' | sed 's/^ *//; s/[ (|].*//')
# shellcheck disable=SC2086  # names of packages
quietly inside env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $depends
files_of >build/release/files.before
packages_of >build/release/packages.before

say "Installing"
cp "$deb" "$root/tmp/caljobs-audit.deb"
quietly inside env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /tmp/caljobs-audit.deb
files_of >build/release/files.installed
inside dpkg --verify caljobs-audit
added=$(LC_ALL=C comm -13 build/release/files.before build/release/files.installed | grep -c .)
echo "$added files and folders added"

say "Using it"
cp -r samples/real-reports/csv "$root/tmp/exports"
inside caljobs-audit --version
code=0
inside sh -c 'cd /tmp && caljobs-audit check exports --profile five --as-of 2026-01-31 --quiet \
  -o report.json -o findings.csv' || code=$?
[ "$code" -eq 1 ] || fail "check ended with $code instead of 1, for violations found"
grep -q '"violations": *18' "$root/tmp/report.json" || fail "the report does not hold the 18 violations of the samples"
inside sh -c 'cd /tmp && caljobs-audit init board >/dev/null && caljobs-audit rules test --config board/caljobs-audit.toml --only "my.*"'
for page in man1/caljobs-audit.1 man1/caljobs-audit-check.1 man5/caljobs-audit-rules.5 man5/caljobs-audit-report.5 \
  man7/caljobs-audit-nightly.7; do
  inside sh -c "zcat /usr/share/man/$page.gz | head -n 20 | grep -q CALJOBS-AUDIT" || fail "no manual page $page"
done
! inside ldd /usr/bin/caljobs-audit | grep 'not found' || fail "a library is missing"
for file in bash-completion/completions/caljobs-audit zsh/vendor-completions/_caljobs-audit \
  fish/vendor_completions.d/caljobs-audit.fish doc/caljobs-audit/copyright; do
  [ -s "$root/usr/share/$file" ] || fail "/usr/share/$file is missing or empty"
done
echo "audits the samples, tests rules, has its pages and completions"

say "Removing"
quietly inside env DEBIAN_FRONTEND=noninteractive apt-get purge -y -qq caljobs-audit
files_of >build/release/files.after
packages_of >build/release/packages.after
! ls "$root"/var/lib/dpkg/info/caljobs-audit.* 2>/dev/null || fail "dpkg still knows the package"
diff build/release/files.before build/release/files.after || fail "files differ after the removal"
diff build/release/packages.before build/release/packages.after || fail "packages differ after the removal"
say "The package installs, runs and leaves nothing behind"
