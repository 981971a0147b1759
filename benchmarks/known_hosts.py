"""How many requests a URL costs on a host that refuses, for the first and the last tenth of the host's URLs.

Each host wants something else: a referer of its own, none, a cookie, another browser, an honest name; some want nothing
and some refuse whatever is asked.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from contestants import PROJECT
from pictures import small_pictures
from places import in_memory
from scripted import Answer, Headers, Scripted


def _browser(headers: Headers, name: str) -> bool:
    return name in headers.get("user-agent", "")


RULES = {
    "nothing": lambda _host, _headers: True,
    "own referer": lambda host, headers: f"//{host}" in headers.get("referer", ""),
    "no referer": lambda _host, headers: "referer" not in headers,
    "cookie": lambda _host, headers: "pass=1" in headers.get("cookie", ""),
    "Firefox": lambda _host, headers: _browser(headers, "Firefox/"),
    "honest name": lambda _host, headers: _browser(headers, "imgcrawl/"),
    "never": lambda _host, _headers: False,
}


def _answers(pictures: Path) -> Answer:
    """Return what serves *pictures* to whoever keeps to the rule of the host, and 403 to others."""

    def answer(host: str, path: str, headers: Headers) -> bytes:
        rule = list(RULES)[int(host.partition(".")[0][1:]) % len(RULES)]
        if RULES[rule](host, headers):
            body = (pictures / path.rpartition("/")[2]).read_bytes()
            return f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        cookie = "Set-Cookie: pass=1; Path=/\r\n" if rule == "cookie" else ""
        return f"HTTP/1.1 403 Forbidden\r\n{cookie}Content-Length: 2\r\n\r\nno".encode()

    return answer


def main() -> None:
    """Crawl, and print the requests per URL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=3 * len(RULES))
    parser.add_argument("--urls", type=int, default=100, help="URLs of each host")
    options = parser.parse_args()
    origin = Scripted(_answers(small_pictures(options.hosts * options.urls)))
    with tempfile.TemporaryDirectory(prefix="imgcrawl-known-", dir=in_memory()) as work:
        outcomes = _crawl(Path(work), origin.port, options.hosts, options.urls)
    attempts: dict[str, list[list[int]]] = defaultdict(list)
    for host in range(options.hosts):
        own = sorted((o for o in outcomes if int(o["id"]) % options.hosts == host), key=lambda o: o["started_at"])
        attempts[list(RULES)[host % len(RULES)]].append([o["attempts"] for o in own])
    print("| what the host wants | first tenth | last tenth | all |\n|---|---|---|---|")
    for rule, hosts in attempts.items():
        tenth = max(1, options.urls // 10)
        parts = [[a for own in hosts for a in own[part]] for part in (slice(tenth), slice(-tenth, None), slice(None))]
        print(f"| {rule} | " + " | ".join(f"{sum(part) / len(part):.2f}" for part in parts) + " |")


def _crawl(work: Path, port: int, hosts: int, urls: int) -> list[dict[str, str]]:
    rows = [f"http://h{n % hosts}.test:{port}/{n}.jpg,http://www.pages.test/{n}.html" for n in range(hosts * urls)]
    (work / "urls.csv").write_text("url,page_url\n" + "\n".join(rows) + "\n")
    settings = {
        "IMGCRAWL_DATA_DIR": work / "data",
        "IMGCRAWL_ALLOW_NETWORKS": "127.0.0.0/8",
        "IMGCRAWL_DNS_OVERRIDES": json.dumps({"*.test": "127.0.0.1"}),
        "IMGCRAWL_PAGE_FALLBACK_ENABLED": "False",
        "IMGCRAWL_CONTACT": "you@example.org",
    }
    command = [sys.executable, "-m", "scrapy", "crawl", "images", "-a", f"source={work / 'urls.csv'}"]
    command += ["-O", str(work / "out.jsonl")]
    command += [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return [json.loads(line) for line in (work / "out.jsonl").read_text().splitlines()]


if __name__ == "__main__":
    main()
