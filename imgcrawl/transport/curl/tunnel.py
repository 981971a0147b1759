"""Whether a proxy leads anywhere: what it says when it is asked for a tunnel, or for what it forwards itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curl_cffi import CurlError, CurlHttpVersion, CurlInfo, CurlOpt

from imgcrawl.errors import FIRST_SERVER_ERROR_STATUS
from imgcrawl.transport.curl.handles import header_lines, milliseconds
from imgcrawl.transport.curl.pins import authority

if TYPE_CHECKING:
    from imgcrawl.transport.curl.handles import HandlePool


async def is_led(pool: HandlePool, host: str, port: int, *, timeout_s: float) -> bool:
    """Say whether the proxy of *pool* makes a tunnel to *host*, or says in so many words that it will not (4xx).

    The tunnel is closed at once; nothing is sent through it.
    """
    curl = pool.acquire()
    try:
        curl.setopt(CurlOpt.URL, f"http://{authority(host, port)}/")
        curl.setopt(CurlOpt.HTTPPROXYTUNNEL, 1)
        curl.setopt(CurlOpt.CONNECT_ONLY, 1)
        curl.setopt(CurlOpt.FRESH_CONNECT, 1)
        curl.setopt(CurlOpt.TIMEOUT_MS, milliseconds(timeout_s))
        curl.set_headers([])  # those of the handle's last owner are gone, and curl would not know
        await pool.multi.add_handle(curl)
    except CurlError:
        return 0 < curl.count(CurlInfo.HTTP_CONNECTCODE) < FIRST_SERVER_ERROR_STATUS
    except BaseException:
        pool.multi.remove_handle(curl)
        raise
    finally:
        pool.drop(curl)
    return True


async def forwarded_status(pool: HandlePool, host: str, port: int, *, timeout_s: float) -> int:
    """Return the status with which the proxy of *pool* answers for *host* over plain HTTP; 0 if it does not answer.

    No more than the headers of its home page are asked for.
    """
    curl = pool.acquire()
    try:
        curl.setopt(CurlOpt.URL, f"http://{authority(host, port)}/")
        curl.setopt(CurlOpt.NOBODY, 1)
        curl.setopt(CurlOpt.HTTP_VERSION, CurlHttpVersion.V1_1)
        curl.setopt(CurlOpt.FRESH_CONNECT, 1)
        curl.setopt(CurlOpt.FORBID_REUSE, 1)
        curl.setopt(CurlOpt.TIMEOUT_MS, milliseconds(timeout_s))
        curl.set_headers(header_lines(()))
        await pool.multi.add_handle(curl)
        return curl.count(CurlInfo.RESPONSE_CODE)
    except CurlError:
        return 0
    except BaseException:
        pool.multi.remove_handle(curl)
        raise
    finally:
        pool.drop(curl)
