"""`balapan healthcheck`: asks the running program whether it is ready."""

from __future__ import annotations

import http.client
from ipaddress import IPv4Address

EVERYWHERE = {"": "127.0.0.1", str(IPv4Address(0)): "127.0.0.1", "::": "::1"}


def check(host: str, port: int) -> str | None:
    """What is wrong with the program at this address; None when it is ready."""
    near = EVERYWHERE.get(host, host)
    connection = http.client.HTTPConnection(near, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        body = response.read(1000).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        return f"nothing answers at port {port}: {type(error).__name__}"
    finally:
        connection.close()
    return None if response.status == 200 else f"not ready: {body}"
