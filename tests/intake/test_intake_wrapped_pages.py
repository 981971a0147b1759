"""The file that the address of a page about files stands for."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest

from imgcrawl.intake.wrapped import unwrap

INNER = "https://h.org/a/b.jpg"
ID = "1e532eb6-0bb1-4b78-94ea-7c7052cb48af"


@pytest.mark.parametrize(
    ("page", "files"),
    [
        (
            "https://github.com/u/r/blob/main/a/b.jpg",
            ("https://raw.githubusercontent.com/u/r/main/a/b.jpg", "https://github.com/u/r/raw/main/a/b.jpg"),
        ),
        ("https://git.h.org/g/u/r/-/blob/v1/b.png", ("https://git.h.org/g/u/r/-/raw/v1/b.png",)),
        ("https://bitbucket.org/u/r/src/master/a/b.png?at=x", ("https://bitbucket.org/u/r/raw/master/a/b.png",)),
        (
            "https://git.h.org/projects/P/repos/r/browse/a/b.png?at=v1",
            ("https://git.h.org/projects/P/repos/r/raw/a/b.png?at=v1",),
        ),
        ("https://git.h.org/u/r/src/branch/main/b.png", ("https://git.h.org/u/r/raw/branch/main/b.png",)),
        ("https://h.org/git/u/r/src/commit/1a2b/b.png?a=1", ("https://h.org/git/u/r/raw/commit/1a2b/b.png",)),
        ("https://git.sr.ht/~u/r/tree/v1/a/item/b.png", ("https://git.sr.ht/~u/r/blob/v1/a/b.png",)),
        ("https://git.h.org/a/r.git/tree/b/c.gif?h=v1", ("https://git.h.org/a/r.git/plain/b/c.gif?h=v1",)),
        ("https://h.org/cgit/r/tree/b/c.gif?h=v1", ("https://h.org/cgit/r/plain/b/c.gif?h=v1",)),
        (
            "https://h.org/?p=r.git;a=blob;f=b/c.png;hb=HEAD",
            ("https://h.org/?p=r.git;a=blob_plain;f=b/c.png;hb=HEAD",),
        ),
        ("https://h.org/git/r.git/blob/HEAD:/b/c.png", ("https://h.org/git/r.git/blob_plain/HEAD:/b/c.png",)),
        (
            "https://huggingface.co/datasets/u/r/raw/main/b.png",
            ("https://huggingface.co/datasets/u/r/resolve/main/b.png",),
        ),
        ("https://www.dropbox.com/s/x/b.jpg?dl=0", ("https://www.dropbox.com/s/x/b.jpg?dl=1",)),
        ("https://h.org/s/x?k=v&dl=0&e=1", ("https://h.org/s/x?k=v&dl=1&e=1",)),
        ("https://github.com/u/r/blob/main/a/b.md", ()),
        ("https://h.org/blob/main/b.jpg", ()),
        ("https://h.org/u/r/blobs/main/b.jpg", ()),
        ("https://h.org/u/r/src/main/b.jpg", ()),
        ("https://bitbucket.org/u/r/src/master/a", ()),
        ("https://h.org/plants/tree/oak.jpg", ()),
        ("https://h.org/u/r/tree/main/item/b.jpg", ()),
        ("https://h.org/?p=r.git;a=blobs;f=b/c.png", ()),
        ("https://h.org/?p=r.git;a=blob;f=b/c.txt", ()),
        ("https://h.org/s/x?dl=01", ()),
        ("https://h.org/s/x?adl=0", ()),
        ("https://h.org/s/x?dl=1", ()),
    ],
)
def test_the_file_beside_its_page(page, files):
    """Code hosts and file hosts give the file itself under the address of its page with one word changed."""
    assert unwrap(page) == files


DRIVE_KEY = "1I1vdwg3U3OJ2Zs0PshPc9wVIC19IMNNa"
ONEDRIVE, RESID = "https://onedrive.live.com", "resid=D3A14AD9A72B3132!1156"
SHAREPOINT = "https://acme-my.sharepoint.com"
BOX_KEY = "z27h2i9yi5mdzupvzjpcszxtuylcygtu"


@pytest.mark.parametrize(
    ("page", "file"),
    [
        (
            f"https://drive.google.com/file/d/{DRIVE_KEY}/view?usp=sharing",
            f"https://drive.google.com/uc?export=download&id={DRIVE_KEY}",
        ),
        (
            f"https://drive.google.com/open?id={DRIVE_KEY}",
            f"https://drive.google.com/uc?export=download&id={DRIVE_KEY}",
        ),
        (
            f"https://drive.google.com/uc?export=view&id={DRIVE_KEY}",
            f"https://drive.google.com/uc?export=download&id={DRIVE_KEY}",
        ),
        ("https://www.dropbox.com/s/abc/pic.jpg", "https://www.dropbox.com/s/abc/pic.jpg?dl=1"),
        (
            "https://www.dropbox.com/scl/fi/abc/pic.jpg?rlkey=x",
            "https://www.dropbox.com/scl/fi/abc/pic.jpg?rlkey=x&dl=1",
        ),
        ("https://imgur.com/aBcDeFg", "https://i.imgur.com/aBcDeFg.jpg"),
        ("https://h.org/f/64a298e4cf6a34f92302/", "https://h.org/f/64a298e4cf6a34f92302/?dl=1"),
        ("https://h.org/seafile/f/4cbd625c5e/", "https://h.org/seafile/f/4cbd625c5e/?dl=1"),
        (f"https://h.org/bitstreams/{ID}/download", f"https://h.org/server/api/core/bitstreams/{ID}/content"),
        (
            f"https://h.org/repo/bitstreams/{ID}/download?a=1",
            f"https://h.org/repo/server/api/core/bitstreams/{ID}/content",
        ),
        (
            "https://zenodo.org/record/123456/preview/pic.jpg",
            "https://zenodo.org/record/123456/files/pic.jpg?download=1",
        ),
        (
            "https://h.org/records/ab1de-2fg34/preview/p.png?a=1",
            "https://h.org/records/ab1de-2fg34/files/p.png?download=1",
        ),
        ("https://figshare.com/articles/figure/Heron/12345?file=6789", "https://ndownloader.figshare.com/files/6789"),
        (
            "https://h.org/d/64a298e4cf6a34f92302/files/?p=%2Fpic.jpg",
            "https://h.org/d/64a298e4cf6a34f92302/files/?p=%2Fpic.jpg&dl=1",
        ),
        ("https://h.org/index.php/s/exYd2aZHcEE7fHP", "https://h.org/index.php/s/exYd2aZHcEE7fHP/download"),
        ("https://h.org/cloud/s/WabLasPtUHdwErq/", "https://h.org/cloud/s/WabLasPtUHdwErq/download"),
        ("https://h.org/a/photo.html#pics/pic.jpg", "https://h.org/a/pics/pic.jpg"),
        (
            f"https://drive.google.com/thumbnail?id={DRIVE_KEY}&sz=w1000",
            f"https://drive.google.com/uc?export=download&id={DRIVE_KEY}",
        ),
        (
            f"https://drive.google.com/file/u/0/d/{DRIVE_KEY}/view",
            f"https://drive.google.com/uc?export=download&id={DRIVE_KEY}",
        ),
        (f"{ONEDRIVE}/embed?cid=D3A1&{RESID}&authkey=ANI4IE", f"{ONEDRIVE}/download?cid=D3A1&{RESID}&authkey=ANI4IE"),
        (f"{ONEDRIVE}/redir?{RESID}&authkey=!A&v=3", f"{ONEDRIVE}/download?{RESID}&authkey=!A&v=3"),
        (f"{ONEDRIVE}/?{RESID}&authkey=!A", f"{ONEDRIVE}/download?{RESID}&authkey=!A"),
        (f"https://skydrive.live.com/redir.aspx?{RESID}", f"{ONEDRIVE}/download?{RESID}"),
        (f"{ONEDRIVE}/view.aspx?{RESID.replace('!', '%21')}", f"{ONEDRIVE}/download?{RESID.replace('!', '%21')}"),
        (f"{SHAREPOINT}/:i:/g/personal/u_h_org/EabcD", f"{SHAREPOINT}/:i:/g/personal/u_h_org/EabcD?download=1"),
        (f"{SHAREPOINT}/:i:/s/team/EabcD?e=4x2y", f"{SHAREPOINT}/:i:/s/team/EabcD?e=4x2y&download=1"),
        (f"{SHAREPOINT}/:i:/r/sites/t/p.png?web=1&e=4x2y", f"{SHAREPOINT}/:i:/r/sites/t/p.png?e=4x2y&download=1"),
        (f"https://acme.box.com/s/{BOX_KEY}", f"https://acme.box.com/shared/static/{BOX_KEY}"),
        (f"https://app.box.com/s/{BOX_KEY}?a=1", f"https://app.box.com/shared/static/{BOX_KEY}"),
    ],
)
def test_a_page_about_one_file_names_it(page, file):
    """A share link has the key of its file, and a viewer's fragment the name of what it shows."""
    assert unwrap(page.partition("#")[0], page) == (file,)


@pytest.mark.parametrize(
    "page",
    [
        f"https://drive.google.com/drive/folders/{DRIVE_KEY}",
        f"https://drive.google.com/uc?export=download&id={DRIVE_KEY}",
        "https://www.dropbox.com/sh/abc/def",
        "https://h.org/bitstreams/12/download",
        f"https://h.org/bitstreams/{ID}/view",
        "https://h.org/records/ab1de-2fg34/preview/p",
        "https://figshare.com/articles/figure/Heron/12345",
        "https://www.dropbox.com/s/abc/pic.jpg?raw=1",
        "https://imgur.com/a/aBcDeFg",
        "https://h.org/f/64a298e4cf6a34f9230/",
        "https://h.org/f/kettle-blue/",
        "https://h.org/d/64a298e4cf6a34f92302/",
        "https://h.org/s/uncopyrightable",
        "https://h.org/s/exYd2aZHcEE7fHP7",
        "https://h.org/s/exYd2aZHcEE7fHP/preview",
        "https://imgur.com/gallery/aBcDeFg",
        "https://imgur.com/some-title-aBcDeFg",
        "https://h.org/photo.jpg#pic.jpg",
        "https://h.org/photo.html#pic",
        f"{ONEDRIVE}/download?{RESID}",
        f"{ONEDRIVE}/embed?cid=D3A1",
        f"{ONEDRIVE}/redir?resid=heron",
        f"{SHAREPOINT}/:i:/s/team/EabcD?e=4x2y&download=1",
        f"{SHAREPOINT}/:f:/s/team/EabcD?e=4x2y",
        f"{SHAREPOINT}/:x:/s/team/EabcD",
        f"https://app.box.com/folder/{BOX_KEY}",
        "https://app.box.com/s/heron",
    ],
)
def test_a_page_about_several_files_names_none(page):
    """Folders and albums have many pictures, and what is a file already is not changed."""
    assert unwrap(page.partition("#")[0], page) == ()


@pytest.mark.parametrize(
    "url",
    [
        f"https://s.wordpress.com/mshots/v1/{quote('https://h.org/heron-lake', safe='')}?w=600",
        "https://screenshot.x.org/?url=https://h.org/heron-lake",
        f"https://x.org/api/og?title=Heron&image={INNER}",
        f"https://x.org/og-image.php?title=Heron&image={INNER}",
        f"https://x.org/qr?url={INNER}",
    ],
)
def test_what_is_drawn_of_an_address_is_another_picture(url):
    """A page's screenshot, a code and a card with a title on it; what a proxy or an archive keeps of such is such."""
    assert unwrap(url) == ()
    assert [*map(unquote, unwrap(f"https://web.archive.org/web/2020/{url}"))] == [unquote(url)]
    assert unwrap(url.replace("/og", "/fog").replace("screenshot.", "x.").replace("mshots", "x").replace("/qr", "/x"))
