# ldgraph as a service: read-only, as nobody, with nothing in it that is not pinned.
#   docker build -t ldgraph .
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges -p 8080:8080 \
#       -v /srv/root:/srv/root:ro ldgraph
# Without a root at /srv/root it serves the example. docs/operating.md has the rest.

FROM python:3.11.14-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/ldgraph
COPY requirements/run.txt /src/requirements/run.txt
RUN /opt/ldgraph/bin/pip install --require-hashes --requirement /src/requirements/run.txt
COPY . /src
RUN /opt/ldgraph/bin/pip install --no-deps --no-build-isolation /src

FROM python:3.11.14-slim-bookworm
COPY --from=build /opt/ldgraph /opt/ldgraph
ENV PATH=/opt/ldgraph/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /srv/root
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ.get('LDGRAPH_PORT', '8080') + os.environ.get('LDGRAPH_PREFIX', '') + '/health/ready', timeout=2)"]
ENTRYPOINT ["ldgraph", "serve"]
CMD ["--host", "0.0.0.0", "--log", "json"]
