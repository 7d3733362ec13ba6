"""The yardsticks: a bare Starlette application that sends the body back, as it came or read and written as JSON.

It runs under the settings of `kkmserver.web.listen`.

Run as `python -m tests.bench.echo PORT`. It imports nothing of the server, so that its start and memory are a baseline.
"""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


async def echo(request: Request) -> Response:
    return Response(await request.body(), media_type="application/json")


async def json_echo(request: Request) -> Response:
    return JSONResponse(await request.json())


def main(port: int) -> None:
    app = Starlette(routes=[Route("/Execute", echo, methods=["POST"]), Route("/Json", json_echo, methods=["POST"])])
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=port,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
