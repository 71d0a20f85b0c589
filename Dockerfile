# Every image of Octometer.
#   docker build --target service    --build-arg SERVICE=ingress .     also projectors, github-agent, alerter
#   docker build --target gateway    --build-arg SERVICE=gateway .     with the dashboard
#   docker build --target standalone --build-arg SERVICE=standalone .  all in one process, with nats-server and ClickHouse's engine
# Digests pin the bases: --build-arg NODE_DIGEST=sha256:… --build-arg NATS_DIGEST=sha256:…

ARG NODE_IMAGE=node:24-trixie-slim
ARG NODE_DIGEST=
ARG NATS_IMAGE=nats:2.15.1-alpine
ARG NATS_DIGEST=

FROM ${NATS_IMAGE}${NATS_DIGEST:+@$NATS_DIGEST} AS nats

FROM ${NODE_IMAGE}${NODE_DIGEST:+@$NODE_DIGEST} AS base

# What the lockfile names, fetched once for all images.
FROM base AS fetched
ARG PNPM=pnpm@10.34.8
# A mirror, where the machine has one.
ARG NPM_CONFIG_REGISTRY=
ENV CI=true npm_config_update_notifier=false
RUN if [ -n "$NPM_CONFIG_REGISTRY" ]; then npm config set --location=global registry "$NPM_CONFIG_REGISTRY"; fi \
  && npm install --global --no-audit --no-fund "$PNPM"
WORKDIR /src
COPY pnpm-lock.yaml pnpm-workspace.yaml package.json ./
RUN pnpm fetch --silent

FROM fetched AS sources
# What was fetched stays in the store alone: what is installed from here on is what an image needs.
RUN rm -rf node_modules
COPY . .

FROM sources AS dashboard
RUN pnpm install --offline --frozen-lockfile --silent --filter "@octometer/dashboard..." \
  && mkdir -p node_modules && ln -sfn ../packages/dashboard/node_modules/vite node_modules/vite \
  && NODE_ENV=production node tools/dashboard/main.mjs /dashboard

FROM sources AS tree
ARG SERVICE
RUN pnpm install --offline --frozen-lockfile --silent --prod --filter-prod "@octometer/${SERVICE}..." \
  && node tools/image/main.mjs "$SERVICE" /app \
  && cp tools/healthcheck/main.mjs /app/healthcheck.mjs && cp LICENSE /app/

FROM base AS service
ARG SERVICE
WORKDIR /app
COPY --from=tree /app /app
# The modules are compiled once, here: a start from a read-only file system finds them. Without a configuration the service only
# loads them and says what is missing.
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/.compiled OCTO_HTTP_HOST=0.0.0.0 OCTO_HTTP_PORT=8080
RUN OCTO_HTTP_PORT=none ./start >/dev/null 2>&1 || test -d "$NODE_COMPILE_CACHE"
USER 1000:1000
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "/app/healthcheck.mjs"]
ENTRYPOINT ["/app/start"]
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="octometer-${SERVICE}" \
  org.opencontainers.image.description="Self-hosted telemetry for GitHub: ${SERVICE}" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.created="${CREATED}"

FROM service AS gateway
COPY --from=dashboard /dashboard /app/dashboard
ENV OCTO_DASHBOARD_DIR=/app/dashboard

FROM gateway AS standalone
COPY --from=nats /usr/local/bin/nats-server /usr/local/bin/nats-server
USER 0
RUN mkdir /data && chown 1000:1000 /data && chmod 700 /data
USER 1000:1000
ENV OCTO_DATA_DIR=/data OCTO_NATS_SERVER_BIN=/usr/local/bin/nats-server
VOLUME /data
