# Build: static, no cgo, paths trimmed.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=container
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.release=${VERSION}" -o /wardround ./cmd/wardround \
 && mkdir /data

# Run: nothing but the binary, certificates and a user that is not root. Time
# zones are inside the binary.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /wardround /usr/bin/wardround
COPY --from=build --chown=65532:65532 /data /data
# What stands beside a store goes to /data too where that is a database server's: the
# root may be read-only.
ENV WARDROUND_STORE=/data/wardround.db XDG_STATE_HOME=/data
VOLUME /data
WORKDIR /data
HEALTHCHECK --interval=5m --timeout=10s --start-period=1m CMD ["/usr/bin/wardround", "status", "-q"]
ENTRYPOINT ["/usr/bin/wardround"]
CMD ["run"]
