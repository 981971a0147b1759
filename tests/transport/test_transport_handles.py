from __future__ import annotations

import os
import weakref
from io import BytesIO
from pathlib import Path

import pytest
from curl_cffi import CurlError, CurlInfo, CurlOpt, ffi

from imgcrawl.config import TransportConfig
from imgcrawl.transport.certificates import TrustStore
from imgcrawl.transport.curl import handles
from imgcrawl.transport.curl.handles import Handle, HandlePool, common_options


def resident_bytes() -> int:
    """Return the memory that this process takes up."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def test_a_handle_costs_little_memory():
    """Thousands of requests may be in flight: a handle takes some kilobytes, not more than a hundred."""
    trust = TrustStore("")
    pool = HandlePool("chrome136", common_options(TransportConfig(), trust, None), 128)
    pool.release(pool.acquire())
    before = resident_bytes()
    handles = [pool.acquire() for _ in range(500)]
    assert resident_bytes() - before < 500 * 40_000
    for handle in handles:
        pool.release(handle)
    await pool.close()
    trust.close()


def test_an_option_that_libcurl_refuses_is_not_lost():
    """A number or a text that libcurl does not take raises, instead of a transfer without it."""
    curl = Handle()
    with pytest.raises(CurlError):
        curl.set_number(CurlOpt.MAXFILESIZE_LARGE, -1)
    with pytest.raises(CurlError):
        curl.set_text(CurlOpt.PROTOCOLS_STR, b"smoke signals")
    curl.close()


def test_a_handle_forgets_its_last_request():
    """What received a response is let go of, and the lists of its request do not grow with those of the next."""
    curl, body = Handle(), BytesIO()
    receiver = weakref.ref(body)
    curl.set_receivers(body.write, body)
    curl.set_headers([b"A: 1"])
    curl.set_pins(["a.test:80:127.0.0.1"])
    del body
    curl.forget()
    assert receiver() is None
    assert (curl._lines, curl._resolve) == (ffi.NULL, ffi.NULL)
    curl.close()


async def test_headers_in_use_are_not_freed(serve):
    """A list of headers that is remembered no longer lasts as long as the request that it is of."""
    server = await serve("request", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    pool = HandlePool(None, [], 1)
    curl = pool.acquire()
    curl.setopt(CurlOpt.URL, f"http://127.0.0.1:{server.port}/")
    curl.set_headers([b"X-First: " + b"1" * 40, b"X-Second: 2"])
    handles._remembered_list.cache_clear()
    for number in range(26):
        handles._remembered_list((b"X-Other: " + bytes([65 + number]) * 40,))
    await pool.multi.add_handle(curl)
    assert b"X-First: " + b"1" * 40 + b"\r\nX-Second: 2\r\n" in server.requests[0]
    told = CurlInfo.RESPONSE_CODE, CurlInfo.TOTAL_TIME, CurlInfo.PRIMARY_IP, CurlInfo.REDIRECT_URL
    values = curl.count(told[0]), curl.seconds(told[1]), curl.text(told[2]), curl.text(told[3])
    assert values == tuple(curl.getinfo(info) for info in told)
    pool.release(curl)
    await pool.close()
