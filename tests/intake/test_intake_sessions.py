"""Addresses that carry the number of a session."""

from __future__ import annotations

import pytest

from imgcrawl.intake.untracked import without_session

H = "http://h.org"
NUMBER = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("carried", "left"),
    [
        ("/a.jpg;jsessionid=0A1B.n1?x=1", "/a.jpg?x=1"),
        ("/a;PHPSESSID=0a/b.jpg", "/a/b.jpg"),
        ("/caf%C3%83%C2%A9.jpg;jsessionid=0A", "/caf%C3%83%C2%A9.jpg"),
        ("/(S(lit3py55t21z5v55vlm25s55))/a.jpg", "/a.jpg"),
        ("/app/%28S%28lit3py55t21z5v55vlm25s55%29%29/a.aspx?id=4", "/app/a.aspx?id=4"),
        ("/(A(abc12345-_x)S(dddddd44))/a.jpg", "/a.jpg"),
        ("/(lit3py55t21z5v55vlm25s55)/a.jpg", "/a.jpg"),
        ("/a.jpg?sid=ab12", "/a.jpg"),
        ("/a.jpg?PHPSESSID=12&w=3", "/a.jpg?w=3"),
        (f"/show?id=4&sid={NUMBER}", "/show?id=4"),
        ("/show?osCsid=x&id=4", "/show?id=4"),
        ("/pic.cfm?id=5909882&CFID=147716&CFTOKEN=48745330", "/pic.cfm?id=5909882"),
        ("/pic.cfm?cfid=1&id=5&cftoken=2a-3F", "/pic.cfm?id=5"),
        ("/pic.aspx?id=5&ASP.NET_SessionId=lit3py55", "/pic.aspx?id=5"),
        ("/pic?id=5&BV_EngineID=cccc&BV_SessionID=@@@@12.9@@@@", "/pic?id=5"),
        ("/pic?CGISESSID=0a1b&id=5&session-id=131-22", "/pic?id=5"),
    ],
)
def test_the_number_goes(carried, left):
    """Java's and PHP's behind a semicolon, ASP.NET's in a folder, and what a field has that is called so."""
    assert list(without_session(H + carried)) == [H + left]


@pytest.mark.parametrize(
    "path",
    [
        "/a;v=1.jpg",
        "/a_(1).jpg",
        "/(S(abc))/a.jpg",
        "/(Summer in the mountains)/a.jpg".replace(" ", "_"),
        "/x(S(lit3py55t21z5v55vlm25s55))/a.jpg",
        "/a.jpg/(S(lit3py55t21z5v55vlm25s55))",
        "/show?id=4&sid=77",
        "/photo.jpg?sid=12345",
        f"/show?sid={NUMBER}",
        f"/a.jpg?s={NUMBER}",
        "/show?id=4&sid=a-picture-of-a-heron",
        "/avatars/;jsessionid=0A1B",
        "/;jsessionid=0A1B",
        "/caf%C3%83%C2%A9.jpg",
    ],
)
def test_what_may_be_another_thing_stays(path):
    """Names in brackets, short numbers that a script is told, signatures, and all that would be left without a name."""
    assert list(without_session(H + path)) == []
