#!/bin/sh
# Makes a self-signed certificate where none is mounted. A browser warns of it: for trials only.
set -eu
[ ! -e "$NGINX_CERTIFICATE" ] || exit 0

umask 077
mkdir -p "$(dirname "$NGINX_CERTIFICATE")"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
  -subj "/CN=$NGINX_SERVER_NAME" -addext "subjectAltName=DNS:$NGINX_SERVER_NAME" \
  -keyout "$NGINX_CERTIFICATE_KEY" -out "$NGINX_CERTIFICATE" 2>/dev/null
echo "Made a self-signed certificate for $NGINX_SERVER_NAME, as none was mounted: $NGINX_CERTIFICATE"
