#!/usr/bin/env bash
# Makes the secrets that the manifests refer to. One that is there is left alone: to change a key, delete its secret first, and never event-core's.
# usage: STRIPE_SECRET_KEY=… STRIPE_PUBLISHABLE_KEY=… STRIPE_WEBHOOK_SECRET=… [ADMIN_USERNAME=… ADMIN_EMAIL=… ADMIN_PASSWORD=…]
#   [BACKUP_ACCESS_KEY_ID=… BACKUP_SECRET_ACCESS_KEY=… BACKUP_REGION=…] create-secrets.sh [--print]
# --print writes them to the output, without a cluster.
set -euo pipefail
namespace=tickets
print=${1:-}

# usage: create NAME TYPE KEY=VALUE…
create() {
  local name=$1 type=$2 pairs=("${@:3}")
  if [ "$print" = --print ]; then
    echo ---
    kubectl create secret generic "$name" --namespace "$namespace" --type "$type" "${pairs[@]/#/--from-literal=}" --dry-run=client --output yaml
  elif [ -z "$(kubectl get secret "$name" --namespace "$namespace" --ignore-not-found --output name)" ]; then
    kubectl create secret generic "$name" --namespace "$namespace" --type "$type" "${pairs[@]/#/--from-literal=}"
  fi
}

for app in event-core seats booking search gateway; do
  create "$app-dapr-api-token" Opaque "token=$(openssl rand -hex 20)"
  create "$app-app-api-token" Opaque "token=$(openssl rand -hex 20)"
done

# Roles of PostgreSQL. CloudNativePG gives them these passwords.
for role in event_core seats booking search dapr_state debezium; do
  create "${role/_/-}-database" kubernetes.io/basic-auth "username=$role" "password=$(openssl rand -hex 20)"
done

create redis Opaque "password=$(openssl rand -hex 20)"
create elasticsearch-search kubernetes.io/basic-auth username=search "password=$(openssl rand -hex 20)" roles=search
# Signing keys in the database are encrypted with it. Keep a copy: with another one the service does not start. docs/identity.md says how to change it.
create event-core Opaque "key-encryption-key=$(openssl rand -base64 32)"
create booking-stripe Opaque "secret-key=${STRIPE_SECRET_KEY:?}" "publishable-key=${STRIPE_PUBLISHABLE_KEY:?}" "webhook-secret=${STRIPE_WEBHOOK_SECRET:?}"
if [ -n "${ADMIN_USERNAME:-}" ]; then
  create event-core-admin Opaque "username=$ADMIN_USERNAME" "email=${ADMIN_EMAIL:?}" "password=${ADMIN_PASSWORD:?}"
fi
if [ -n "${BACKUP_ACCESS_KEY_ID:-}" ]; then
  create backups Opaque "access-key-id=$BACKUP_ACCESS_KEY_ID" "secret-access-key=${BACKUP_SECRET_ACCESS_KEY:?}" "region=${BACKUP_REGION:?}"
fi
