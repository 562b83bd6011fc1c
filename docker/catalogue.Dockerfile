# The catalogue of destinations. npm fetches the library while the image is built, on the machine of whoever wants it: do not pass the
# image on, as a package in it (@segment/fql-ts) states no licence.
ARG NODE=node:24-bookworm-slim
FROM ${NODE}
WORKDIR /opt/catalogue
COPY src/main/node/package.json src/main/node/package-lock.json src/main/node/catalogue.mjs ./
RUN npm ci --ignore-scripts --no-audit --no-fund && npm cache clean --force
USER node
ENV SELFSAME_CATALOGUE_HOST=0.0.0.0 NODE_OPTIONS=--max-old-space-size=384
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:7482/health').then(it => process.exit(it.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "catalogue.mjs"]
