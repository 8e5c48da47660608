#!/usr/bin/env bash
# Programs of others that tests drive and Debian does not package: built with Go, or had from npm where that would be heavy
# in package.json. Once, into a directory that outlives checkouts, and named by their versions there. Prints the
# directories to put on PATH, joined by colons.
set -euo pipefail
cd "$(dirname "$0")"

tools="${PACTO_TOOLS_DIR:-$HOME/.cache/pacto-ci/tools}"
PATH="$PATH:/usr/local/go/bin"
# One package at a time and gently: the machine may be in use. The checkout's history is of no matter.
export GOFLAGS='-p=1 -buildvcs=false'
directories=()

# Runs a command with GOBIN and npm's prefix set to a new directory, which gets its name only when that has succeeded.
build() {
  local directory="$tools/$1"
  shift
  directories+=("$directory")
  [ -d "$directory" ] && return
  mkdir -p "$tools"
  local fresh
  fresh=$(mktemp -d "$tools/.fresh-XXXXXX")
  printf 'building %s\n' "${directory##*/}" >&2
  GOBIN="$fresh" npm_config_prefix="$fresh" nice -n 15 "$@" >&2 || { rm -rf "$fresh"; return 1; }
  chmod 755 "$fresh"
  mv -T "$fresh" "$directory" 2>/dev/null || rm -rf "$fresh"
}

command -v go >/dev/null || { echo 'tools: Go is needed to build crane, cosign and the registries for tests' >&2; exit 1; }

build crane-v0.22.1 go install github.com/google/go-containerregistry/cmd/crane@v0.22.1
build cosign-v3.1.3 go install github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3
ours=$(cat go/go.mod go/go.sum go/*/main.go | sha256sum)
build "pacto-${ours:0:12}" go -C go install ./...
build buf-1.75.0 npm install --global --no-audit --no-fund @bufbuild/buf@1.75.0
directories[-1]+=/bin
build kubernetes-openapi-v1.34.1 bash -c '
  set -e
  module=$(go mod download -json k8s.io/kubernetes@v1.34.1 | sed -n "s/.*\"Dir\": \"\(.*\)\".*/\1/p")
  install -m 644 "$module"/api/openapi-spec/v3/*.json "$GOBIN"'
build helm-v4.3.1 go install helm.sh/helm/v4/cmd/helm@v4.3.1
kubernetes=$(cat kubernetes/go.mod kubernetes/go.sum | sha256sum)
build "kube-apiserver-v1.34.1-${kubernetes:0:12}" bash -c '
  set -e
  version=$(go -C kubernetes list -m -f "{{.Version}}" k8s.io/kubernetes)
  is="-X k8s.io/component-base/version.git"
  go -C kubernetes build -trimpath -ldflags "-s -w" -o "$GOBIN/etcd" go.etcd.io/etcd/server/v3
  go -C kubernetes build -trimpath -ldflags "-s -w ${is}Version=$version ${is}Major=1 ${is}Minor=34" \
    -o "$GOBIN/kube-apiserver" k8s.io/kubernetes/cmd/kube-apiserver'
build prometheus-operator-crds-v0.85.0 bash -c '
  set -e
  module=$(go mod download -json github.com/prometheus-operator/prometheus-operator@v0.85.0 |
    sed -n "s/.*\"Dir\": \"\(.*\)\".*/\1/p")
  install -m 644 "$module"/example/prometheus-operator-crd/monitoring.coreos.com_{service,pod}monitors.yaml "$GOBIN"'
build backstage-catalog-model-1.10.1 npm install --global --no-audit --no-fund @backstage/catalog-model@1.10.1

(IFS=:; printf '%s\n' "${directories[*]}")
