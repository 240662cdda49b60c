# syntax=docker/dockerfile:1
# tenant-api, provisioning and migrate in one image without shell tools of its own, not as root.
#
# The stages `binaries` and `portal` can be replaced by ready images (--build-arg BINARIES=… PORTAL=…) that hold
# /out: the tests build the image from what they have built already.
ARG BUILDER_BASE=rust:1.95-slim-bookworm
ARG PORTAL_BASE=node:22-bookworm-slim
ARG BINARIES=build-binaries
ARG PORTAL=build-portal

FROM ${BUILDER_BASE} AS build-binaries
WORKDIR /src
COPY . .
RUN cargo build --release --locked -p tenant-api -p provisioning -p crm-migrations \
    && mkdir -p /out/usr/local/bin /out/etc/ssl/certs \
    && cp target/release/tenant-api target/release/provisioning target/release/migrate /out/usr/local/bin/ \
    && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/

FROM ${PORTAL_BASE} AS build-portal
WORKDIR /src
COPY admin-portal ./
RUN npm ci --no-audit --no-fund \
    && npm run build \
    && mkdir -p /out/usr/share/brokerdesk/portal \
    && cp -r apps/staff/dist /out/usr/share/brokerdesk/portal/staff

FROM ${BINARIES} AS binaries

FROM ${PORTAL} AS portal

FROM debian:bookworm-slim
COPY --from=binaries /out/ /
COPY --from=portal /out/ /
RUN install -d -m 0700 -o 10001 -g 10001 /var/lib/brokerdesk
COPY LICENSE-MIT LICENSE-APACHE /usr/share/doc/brokerdesk/
ENV BROKERDESK_PROFILE=production \
    LISTEN=0.0.0.0:8080 \
    OPS_LISTEN=127.0.0.1:8081 \
    PORTAL_DIR=/usr/share/brokerdesk/portal/staff \
    AUDIT_ANCHOR_FILE=/var/lib/brokerdesk/audit-anchor.log \
    LOG_FORMAT=json
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/tenant-api"]
CMD ["all"]
