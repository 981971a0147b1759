"""Content of IPFS and Arweave: by the schemes of these networks, and behind other gateways than the given one."""

from __future__ import annotations

import time

import pytest

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.intake.forms.gateways import behind_other_gateway
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.spellings import other_scheme

OLD = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG"
NEW = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"
KEY = "k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2xjonzllnv0v8"
TX = "bNbA3TEQVL60xlgCcqdz4ZPHFZ711cZ3hmkpGttDt_U"
SANDBOX = "m62ulzaqy7jsveka3vyjt77yfebktx6p6hoax62jammhzcrcwuqa"
FIRST, SECOND = "https://ipfs.io", "https://dweb.link"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (f"https://cloudflare-ipfs.com/ipfs/{OLD}/a/name.png", f"/ipfs/{OLD}/a/name.png"),
        (f"http://gateway.pinata.cloud/ipfs/{NEW}?img-width=300", f"/ipfs/{NEW}"),
        (f"https://acme.mypinata.cloud:8443/ipfs/{OLD}", f"/ipfs/{OLD}"),
        (f"https://{NEW}.ipfs.nftstorage.link/name%20a.png?x=1", f"/ipfs/{NEW}/name%20a.png"),
        (f"https://{NEW}.ipfs.cf-ipfs.com/", f"/ipfs/{NEW}"),
        (f"https://h.org/ipns/{KEY}/name.png", f"/ipns/{KEY}/name.png"),
        (f"https://{KEY}.ipns.h.org/name.png", f"/ipns/{KEY}/name.png"),
        ("https://h.org/ipns/docs.ipfs.tech/name.png", "/ipns/docs.ipfs.tech/name.png"),
    ],
)
def test_content_has_its_own_name_behind_every_gateway(url, path):
    """In the path of any host, or before the name of one that gives each content a host of its own."""
    assert list(behind_other_gateway(url)) == [f"{FIRST}{path}", f"{SECOND}{path}"]


@pytest.mark.parametrize("host", [f"{SANDBOX}.h.org", f"{SANDBOX}.ar-io.h.org:8443", "arweave.dev"])
def test_a_transaction_is_asked_for_at_the_gateway_of_its_network(host):
    """Other gateways give each transaction a host of its own, too."""
    assert list(behind_other_gateway(f"https://{host}/{TX}?ext=png")) == [f"https://arweave.net/{TX}"]
    assert list(behind_other_gateway(f"https://{host}/{TX}/1.png")) == [f"https://arweave.net/{TX}/1.png"]


def test_a_gateway_is_not_asked_for_the_same_again():
    """The other one is."""
    assert list(behind_other_gateway(f"{FIRST}/ipfs/{OLD}/name.png")) == [f"{SECOND}/ipfs/{OLD}/name.png"]
    assert list(behind_other_gateway(f"{SECOND}/ipfs/{OLD}/name.png")) == [f"{FIRST}/ipfs/{OLD}/name.png"]


@pytest.mark.parametrize(
    "url",
    [
        f"https://h.org/ipfs/{OLD[:-1]}/name.png",
        f"https://h.org/ipfs/{OLD}x",
        f"https://h.org/ipfs/{OLD.lower()}",
        f"https://h.org/ipfs/{NEW[:-2]}",
        f"https://h.org/ipfs/{NEW.replace('d', '1')}",
        f"https://h.org/a/ipfs/{OLD}",
        f"https://h.org/{OLD}.png",
        f"https://h.org/show?u=/ipfs/{OLD}",
        f"https://{NEW}.h.org/name.png",
        f"https://heron.ipfs.h.org/{NEW}.png",
        f"https://{SANDBOX}.arweave.net/{TX}",
        f"https://{SANDBOX[:-1]}.h.org/{TX}",
        f"https://{SANDBOX}.h.org/{TX[:-1]}",
        f"https://h.org/{TX}",
        "https://h.org/ipfs/name.png",
        "https://h.org/ipns/name/a.png",
    ],
)
def test_what_is_no_name_of_a_content_is_left_alone(url):
    """A name is as long as its kind is, and stands where gateways have it."""
    assert list(behind_other_gateway(url)) == []


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (f"ipfs://{OLD}/a b.png", f"{FIRST}/ipfs/{OLD}/a%20b.png"),
        (f' "IPFS://ipfs/{NEW}/1.png?x=1" ', f"{FIRST}/ipfs/{NEW}/1.png?x=1"),
        (f"ipfs:/{OLD}", f"{FIRST}/ipfs/{OLD}"),
        (f"dweb:/ipfs/{OLD}/1.png", f"{FIRST}/ipfs/{OLD}/1.png"),
        (f"ipns://{KEY}/1.png", f"{FIRST}/ipns/{KEY}/1.png"),
        ("ipns://docs.ipfs.tech/1.png", f"{FIRST}/ipns/docs.ipfs.tech/1.png"),
        (f"ar://{TX}", f"https://arweave.net/{TX}"),
        (f"ar://{TX}/1.png", f"https://arweave.net/{TX}/1.png"),
    ],
)
def test_the_schemes_of_networks_mean_a_gateway(text, url):
    """Over https: that it has none is no guess, so that it is not asked over http."""
    assert prepare_url(text).url == url
    assert other_scheme(text, url) is None


@pytest.mark.parametrize(
    "text", [f"ipfs://{OLD[:-1]}/1.png", "ipfs://name.png", f"ar://{TX}x", "ar://heron", f"arx://{TX}", "ipns://heron"]
)
def test_what_no_gateway_could_give_is_told_as_it_is(text):
    """A name that is cut gives nothing anywhere."""
    with pytest.raises(RowError) as caught:
        prepare_url(text)
    assert caught.value.slug is ErrorSlug.URL_SCHEME


@pytest.mark.parametrize("piece", ["a.", "/a", f"/ipfs/{OLD}", "b", "-"])
def test_an_address_of_hostile_length_takes_no_time(piece):
    """However often its pieces come."""
    text = piece * (8_000 // len(piece))
    began = time.perf_counter()
    for url in (f"https://{text}", f"https://h.org/ipns/{text}", f"https://h.org/ipfs/{OLD}/{text}!"):
        list(behind_other_gateway(url))
    assert time.perf_counter() - began < 1.0


STORES = {
    "s3://my-bucket/photos/heron lake.jpg": "https://my-bucket.s3.amazonaws.com/photos/heron%20lake.jpg",
    "S3A://my.bucket/photos/1.jpg": "https://s3.amazonaws.com/my.bucket/photos/1.jpg",
    "gs://my-bucket/photos/a+b#1?.jpg": "https://storage.googleapis.com/my-bucket/photos/a%2Bb%231%3F.jpg",
    "https://en.wikipedia.org/wiki/Heron#/media/File:Grey_heron.jpg": (
        "https://en.wikipedia.org/wiki/Special:FilePath/Grey_heron.jpg"
    ),
    "https://de.wikipedia.org/wiki/Reiher#mediaviewer/Datei:Graureiher_2.JPG": (
        "https://de.wikipedia.org/wiki/Special:FilePath/Graureiher_2.JPG"
    ),
}


@pytest.mark.parametrize(("text", "url"), STORES.items())
def test_objects_of_stores_and_a_wikis_viewer_are_had_over_https(text, url):
    """A bucket by its host unless its name has dots; the file in the fragment, whatever the language calls it."""
    assert prepare_url(text).url == url
    assert prepare_url(url).url == url


@pytest.mark.parametrize("text", ["s3://b/1.jpg", "s3://my_Bucket!/1.jpg", "gs://my-bucket", "s3x://my-bucket/1.jpg"])
def test_what_is_no_object_of_a_store_stays_what_it_is(text):
    """Names of buckets have three characters at least, in small letters; without a key there is no object."""
    with pytest.raises(RowError) as caught:
        prepare_url(text)
    assert caught.value.slug == "url_scheme"


def test_other_fragments_name_no_file():
    """They are places on the page."""
    assert prepare_url("https://en.wikipedia.org/wiki/Heron#History").url == "https://en.wikipedia.org/wiki/Heron"
    assert prepare_url("https://a.test/p/1#/media/File:1.jpg").url == "https://a.test/p/1"
