#!/bin/sh
# Builds the committed Dockerfile where no image registry can be reached, and looks at the result.
#
# The base image is made from Debian's packages under the name that the Dockerfile resolves to. The stages
# `binaries` and `portal` are replaced by what this clone has built. Needs root, buildah and mmdebstrap, on the
# Debian release of the base image (the binaries were linked here).
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
portal=$root/admin-portal/apps/staff/dist
state=$root/.dev/image
release=bookworm

for binary in tenant-api provisioning migrate; do
    if [ ! -x "$target/debug/$binary" ]; then
        echo "image: $target/debug/$binary is missing: cargo build -p tenant-api -p provisioning -p crm-migrations" >&2
        exit 1
    fi
done
if [ ! -f "$portal/index.html" ]; then
    echo "image: the portal is not built: (cd admin-portal && npm ci && npm run build)" >&2
    exit 1
fi

mkdir -p "$state"
work=$(mktemp -d "$state/work.XXXXXX")

builder() {
    buildah --storage-driver vfs --root "$work/storage" --runroot "$work/run" "$@"
}

clean() {
    builder rm --all >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT TERM

# The base: made once, kept for the next run.
base=$state/$release.tar
if [ ! -f "$base" ]; then
    echo "image: making $release from packages" >&2
    mmdebstrap --quiet --variant=minbase "$release" "$base.new"
    mv "$base.new" "$base"
fi

# An image with one layer, under a name.
image_of() {
    container=$(builder from scratch)
    builder add --quiet "$container" "$1" / >/dev/null
    builder commit --quiet "$container" "$2" >/dev/null
    builder rm "$container" >/dev/null
}

image_of "$base" docker.io/library/debian:$release-slim

mkdir -p "$work/binaries/out/usr/local/bin" "$work/binaries/out/etc/ssl/certs"
for binary in tenant-api provisioning migrate; do
    if command -v strip >/dev/null 2>&1; then
        strip -o "$work/binaries/out/usr/local/bin/$binary" "$target/debug/$binary"
    else
        cp "$target/debug/$binary" "$work/binaries/out/usr/local/bin/"
    fi
done
cp /etc/ssl/certs/ca-certificates.crt "$work/binaries/out/etc/ssl/certs/"
image_of "$work/binaries" localhost/brokerdesk-binaries

mkdir -p "$work/portal/out/usr/share/brokerdesk/portal"
cp -r "$portal" "$work/portal/out/usr/share/brokerdesk/portal/staff"
image_of "$work/portal" localhost/brokerdesk-portal

builder bud --quiet --isolation chroot --pull-never --format docker \
    --build-arg BINARIES=localhost/brokerdesk-binaries --build-arg PORTAL=localhost/brokerdesk-portal \
    --tag localhost/brokerdesk "$root" >/dev/null

container=$(builder from --pull-never localhost/brokerdesk)
user=$(builder inspect --format '{{.OCIv1.Config.User}}' "$container")
if [ "$user" != 10001:10001 ]; then
    echo "image: it runs as '$user', not as 10001:10001" >&2
    exit 1
fi
for binary in tenant-api provisioning migrate; do
    builder run --isolation chroot "$container" -- "/usr/local/bin/$binary" --version
done
builder run --isolation chroot "$container" -- test -r /usr/share/brokerdesk/portal/staff/index.html
builder run --isolation chroot "$container" -- test -w /var/lib/brokerdesk
echo "image: built, starts as $user"
