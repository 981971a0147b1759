"""A list full of tricks, servers that mean harm, and one crawl of both."""

from __future__ import annotations

import gzip
import io
import re
import struct
import zlib
from functools import reduce
from typing import TYPE_CHECKING, Any

import brotli
import zstandard
from PIL import Image

from tests.crawl.warm import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


SMALL = {
    "IMGCRAWL_MAX_BYTES": "300000",
    "IMGCRAWL_MAX_PIXELS": "1000000",
    "IMGCRAWL_RETRY_MAX_ATTEMPTS": "2",
    "IMGCRAWL_PLACEHOLDER_REPEATS": "0",
}


LOGIN_PASSWORD = "l0gin-s3cret"


COOKIE = "c00kie-s3cret"


TEXTS = [
    "../../../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows",
    "'; DROP TABLE outcomes; --",
    '" OR ""="',
    "$(touch pwned)",
    "`touch pwned`",
    "; touch pwned #",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]>&lt;b&gt;",
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b2J",
    "a\nc\td\x08",
    "\u202ecod.exe",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1",
    "-1+1",
    "[bold red]markup[/]",
    "${title} {0} %s %(x)s",
    "-rf",
    "--output=pwned",
    "\ufeff\u2028\u0085",
    "x" * 3000,
]
"""What must never be more than text: paths, SQL, shell, HTML, terminal sequences, formulas, markup, templates."""


def _bomb(*packers: Callable[[bytes], bytes]) -> bytes:
    body = bytes(20_000_000)
    for packer in packers:
        body = packer(body)
    return body


def _png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    packed = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def _gif() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((20, 20), 50).save(out, "GIF")
    return out.getvalue()


GIF = _gif()


class Tricks:
    """The project, the crawl that ended, and what it left."""

    def __init__(self, project: Any, web: Any) -> None:
        self.project, self.world, self.web = project, project.world, web
        self.rows: list[tuple[str, ...]] = []
        self.expected: dict[str, str | None] = {}
        self._lay_out_texts()
        self._lay_out_servers()
        self._lay_out_images()
        self._lay_out_targets()
        self._lay_out_secrets()
        project.write(self.rows, header=("id", "url", "page_url", "=HYPERLINK(1)"))
        self.before = self._files()
        self.crawl = project.crawl("-O", str(project.folder / "feed.csv"), LOG_LEVEL="DEBUG", **SMALL)
        self.outcomes = project.outcomes()

    def _files(self) -> set[Path]:
        return {path for folder in (ROOT, self.project.folder) for path in folder.iterdir()}

    def _row(self, row_id: str, url: str, error: str | None, page: str = "", extra: str = "") -> None:
        self.rows.append((row_id, url, page, extra))
        self.expected[row_id] = error

    def _serve(self, name: str, error: str | None, reply: Any, path: str = "/1.jpg") -> None:
        self.world.scripts[f"{name}.test"] = reply if callable(reply) else lambda _: reply
        self._row(name, self.world.url(f"{name}.test", path), error)

    def _lay_out_texts(self) -> None:
        for n, text in enumerate(TEXTS):
            self.world.scripts[f"text{n}.test"] = self._echo(text)
            url = self.world.url(f"text{n}.test", "/a/") + text
            self.rows.append((f"{text}#{n}", url, self.world.url(f"text{n}.test", "/page/") + text, text))

    def _echo(self, text: str) -> Callable[[Any], Any]:
        """Answer with *text* wherever a server can put one."""
        safe = re.sub(r"[\r\n\0]", " ", text).encode()[:500]
        head = b"HTTP/1.1 403 " + safe + b"\r\nContent-Type: " + safe + b"\r\nX-Robots-Tag: " + safe + b", noai\r\n"
        head += b'Content-Disposition: attachment; filename="' + safe + b'"\r\nServer: ' + safe + b"\r\n"
        return lambda _: self.web.Reply(head + b"Content-Length: 0\r\n\r\n")

    def _lay_out_servers(self) -> None:
        web, picture = self.web, self.web.picture("p")
        many = "\r\n".join(f"X-{n % 7}: {n}" for n in range(4500))
        self._serve("many-headers", None, web.Reply(self._with(many, picture)))
        self._serve("same-header", None, web.Reply(self._with("A: b\r\n" * 4500 + "C: d", picture)))
        cookies = "\r\n".join(f"Set-Cookie: c{n}={'x' * 30}; Path=/" for n in range(2000))
        self._serve("cookies", None, web.Reply(self._with(cookies, picture)))
        self._serve("control", None, web.Reply(self._with("X: \x1b[31m\x07\r\nY: \xff\xfe", picture)))
        self._serve("nul", "http_protocol", web.Reply(self._with("X: a\0b", picture), close=True))
        self._serve("refresh", None, web.Reply(self._with("Refresh: 1.2.3; url=x", picture)))
        self._serve("upgrade", "http_protocol", web.Reply(b"HTTP/1.1 101 X\r\nUpgrade: x\r\n\r\n", close=True))
        tower = reduce(lambda body, _: gzip.compress(body), range(6), picture)
        self._serve("tower", "content_encoding", web.answer(body=tower, Content_Encoding="gzip, " * 5 + "gzip"))
        for name, packer in (
            ("gzip", lambda body: gzip.compress(body, 9)),
            ("deflate", lambda body: zlib.compress(body, 9)),
            ("br", lambda body: brotli.compress(body, quality=5)),
            ("zstd", zstandard.compress),
        ):
            self._serve(f"bomb-{name}", "content_too_large", web.answer(body=_bomb(packer), Content_Encoding=name))
            twice = web.answer(body=_bomb(packer, packer), Content_Encoding=f"{name}, {name}")
            self._serve(f"nested-{name}", "content_too_large", twice)

    @staticmethod
    def _with(headers: str, body: bytes) -> bytes:
        return f"HTTP/1.1 200 OK\r\n{headers}\r\nContent-Length: {len(body)}\r\n\r\n".encode("latin-1") + body

    def _lay_out_images(self) -> None:
        answer = self.web.answer
        bomb = _png(60_000, 60_000, (b"IDAT", zlib.compress(bytes(99))))
        text = _png(2, 2, (b"zTXt", b"a\0\0" + zlib.compress(bytes(40_000_000), 9)), (b"IDAT", zlib.compress(bytes(6))))
        self._serve("pixels", "content_too_many_pixels", answer(body=bomb))
        self._serve("text", None, answer(body=text))
        self._serve("svg", "content_unsupported_format", answer(body=b"<svg onload='alert(1)' xmlns='x'></svg>"))
        self._serve("eps", "content_unsupported_format", answer(body=b"%!PS-Adobe-3.0 EPSF-3.0\n(x) run\n"))
        self._serve("pdf", "content_unsupported_format", answer(body=b"%PDF-1.7\n1 0 obj\n"))
        self._serve("psd", "content_unsupported_format", answer(body=b"8BPS\0\1" + bytes(40)))
        self._serve("polyglot", None, answer(body=GIF + b"<script>alert(1)</script>", media_type="text/html"))
        self._serve("html-named-gif", "content_html", answer(body=b"<html>GIF89a", media_type="image/gif"), "/1.gif")

    def _lay_out_targets(self) -> None:
        port = self.world.port
        inside = ["127.0.0.2", "2130706434", "0x7f000002", "0177.0.0.2", "127.2", "[::1]", "[::ffff:127.0.0.2]", "0"]
        inside += [
            "[64:ff9b::7f00:2]",
            "[2002:7f00:2::]",
            "169.254.169.254",
            "10.0.0.1",
            "[fd00:ec2::254]",
            "127.0.0.2.",
        ]
        inside += ["good.test@127.0.0.2", "good.test:80@127.0.0.2", "127.0.0.2\\@good.test", "127.0.0.2#@good.test"]
        for n, host in enumerate(inside):
            url = f"http://{host}/" if set(host) & set("#\\") else f"http://{host}:{port}/latest/meta-data"
            self._row(f"inside-{n}", url, "policy_private_address")
            self._serve(f"to-inside-{n}", "policy_private_address", self.web.answer(302, Location=url))
        for url in ("file:///etc/passwd", "ftp://h.test/1.jpg", "gopher://h.test/", "javascript:alert(1)", "data:,x"):
            self._serve(f"to-{url.partition(':')[0]}", "url_redirect", self.web.answer(302, Location=url))
        self._serve("endless", "http_redirect_loop", self._onwards)
        for n in range(7):
            self.world.scripts[f"hop{n}.endless.test"] = self._onwards

    def _onwards(self, _visit: Any) -> Any:
        n = len(self.world.log)
        return self.web.answer(302, Location=self.world.url(f"hop{n % 7}.endless.test", f"/{n}/1.jpg"))

    def _lay_out_secrets(self) -> None:
        login = f"http://ann:{LOGIN_PASSWORD}@"
        page = (f"{login}pages.test:{self.world.port}/", f"{login}copies.test/1.jpg")
        for name, reply in {
            "login-ok": self.web.answer(body=self.web.picture("login"), Set_Cookie=f"sid={COOKIE}; Path=/"),
            "login-refused": self.web.answer(401, Set_Cookie=f"sid={COOKIE}; Path=/"),
            "login-broken": self.web.Reply(b"nonsense", close=True),
            "login-moved": self.web.answer(302, Location=self.world.url("elsewhere.test")),
        }.items():
            self.world.scripts[f"{name}.test"] = lambda _, reply=reply: reply
            self.rows.append((name, self.world.url(f"{name}.test").replace("http://", login), *page))
        bare = (
            f"ann:{LOGIN_PASSWORD}@",
            f"ann:p/{LOGIN_PASSWORD}@",
            f"ann%3A{LOGIN_PASSWORD}@",
            f"ann:1?{LOGIN_PASSWORD}@",
        )
        for n, login in enumerate(bare):
            self.rows.append((f"login-bare-{n}", f"{login}bare.test/1.jpg", f"{login}pages.test/", ""))

    def run(self, *args: str) -> str:
        """Return what a command prints."""
        done = self.project.warm.run("scrapy", *args, "-s", f"IMGCRAWL_DATA_DIR={self.project.folder / 'data'}")
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout
