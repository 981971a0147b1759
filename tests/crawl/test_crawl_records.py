"""Rows whose page is a record for machines."""

from __future__ import annotations

from typing import Any

import pytest

LIDO = (
    '<?xml version="1.0"?><l:lido xmlns:l="http://www.lido-schema.org"><l:linkResource>{0}2.jpg</l:linkResource>'
    "<l:linkResource>{0}1.jpg</l:linkResource></l:lido>"
)
RECORDS = {
    "application/xml": LIDO,
    "text/csv": "id,identifier\n1,{0}2.jpg\n2,{0}1.jpg\n",
    "text/tab-separated-values": "id\tidentifier\n1\t{0}2.jpg\n2\t{0}1.jpg\n",
    "application/json": '{{"media": [{{"identifier": "{0}2.jpg"}}, {{"identifier": "{0}1.jpg"}}]}}',
}


@pytest.mark.parametrize(("media_type", "record"), RECORDS.items(), ids=list(RECORDS))
def test_a_record_leads_to_the_picture_of_the_wanted_name(project, web, media_type, record):
    """Whatever it comes as; the other picture of the specimen is not asked for."""
    world, name = project.world, "/store/B10034661"
    body = record.format(world.url("media.test", name)).encode()

    def media(visit: Any) -> Any:
        return web.answer(body=web.picture(visit.target))

    world.scripts |= {"old.test": lambda _: web.answer(404), "media.test": media}
    world.scripts["herb.test"] = lambda _: web.answer(body=body, media_type=media_type)
    project.write([("1", world.url("old.test", "/img/B100346611.jpg"), world.url("herb.test", "/record/1"))])
    done = project.crawl()
    assert done.code == 0, done.errors
    assert [outcome.rescued_by for outcome in project.outcomes().values()] == ["page"]
    assert [visit.target for visit in world.visits("media.test")] == [f"{name}1.jpg"]
