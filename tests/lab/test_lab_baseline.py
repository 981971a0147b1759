from __future__ import annotations

import csv
import hashlib
import io
import socket
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

requests = pytest.importorskip("requests")

THREADS = 24
WAITS_S, PATIENCE_S = 4, 60
TRIES, PATIENT_TRIES = 4, 40
"""How long a row is waited for that cannot be got, and one that can: on a busy machine it may take its time. The same
for its name, which is asked for every 1.5 s."""
MOST_OF_A_KIND = 4
NEVER_ENDS = {"drip", "endless"}


@pytest.fixture
def _names_from_lab(client, lab, monkeypatch):
    original = socket.getaddrinfo
    patient = {urlsplit(url).hostname for url, truth in _some_of_each_kind(lab) if truth.baseline}

    def getaddrinfo(host, port, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host
        try:
            socket.inet_aton(name)
        except OSError:
            name = client.resolve(name, PATIENT_TRIES if name in patient else TRIES)
        return original(name, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def _gets(url, truth, ca):
    timeout_s = PATIENCE_S if truth.baseline else WAITS_S
    deadline = time.monotonic() + 2 * timeout_s
    digest = hashlib.sha256()
    try:
        with requests.get(url, timeout=timeout_s, verify=ca, stream=True) as response:
            response.raise_for_status()
            for block in response.iter_content(65536):
                digest.update(block)
                if time.monotonic() > deadline:
                    return False
    except Exception:  # noqa: BLE001 - whatever it is, the picture was not had
        return False
    return digest.hexdigest() == truth.sha256


def _some_of_each_kind(lab):
    """Return the address and the truth of some rows of every kind of which all or none can be got."""
    text = lab.source.read_bytes().decode("utf-8", "surrogateescape")
    rows = defaultdict(list)
    for row in csv.DictReader(io.StringIO(text)):
        truth = lab.truth[row["id"]]
        if row["url"] and truth.kind not in NEVER_ENDS and truth.baseline in {0, 1}:
            rows[truth.kind, truth.baseline].append((row["url"], truth))
    return [row for alike in rows.values() for row in alike[:MOST_OF_A_KIND]]


@pytest.mark.usefixtures("_names_from_lab")
def test_requests_gets_what_each_kind_declares(lab):
    """Of most kinds requests.get(url, timeout=…) gets all or nothing; of limited ones a part that depends on speed."""
    rows = _some_of_each_kind(lab)
    with ThreadPoolExecutor(THREADS) as pool:
        got = list(pool.map(lambda row: _gets(row[0], row[1], lab.settings["IMGCRAWL_TLS_CA_FILE"]), rows))
    results = defaultdict(set)
    for (_, truth), success in zip(rows, got, strict=True):
        results[truth.kind, truth.baseline].add(success)
    assert {key: found for key, found in results.items() if found != {bool(key[1])}} == {}


def test_requests_gets_54_percent(lab):
    """What is declared of the kinds makes 54 ± 1 % of the rows."""
    share = sum(truth.baseline for truth in lab.truth.values()) / len(lab.truth)
    assert share == pytest.approx(0.54, abs=0.01)
