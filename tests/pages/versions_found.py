"""Rows (markup, wanted, expected): the wanted picture in another place, size or form."""

# ruff: noqa: E501  # a row of markup is read best in one line

from __future__ import annotations

VERSIONS: list[tuple[str, str, str | None]] = [
    (
        '<img src="/photos/100123/medium.jpg">',
        "https://www.ex.example/photos/100123/original.jpg",
        "https://www.ex.example/photos/100123/medium.jpg",
    ),
    (
        '<img src="/shop/acme-drill-800.jpg" srcset="/shop/acme-drill-800.jpg 800w">',
        "https://www.ex.example/shop/acme-drill-2400.jpg",
        "https://www.ex.example/shop/acme-drill-800.jpg",
    ),
    (
        '<img src="https://img.ex.example/x.php?pic=1&w=300">',
        "https://img.ex.example/x.php?pic=1&w=900",
        "https://img.ex.example/x.php?pic=1&w=300",
    ),
    (
        '<img src="/img/fox-in-garden.jpg?v=2">',
        "https://www.ex.example/img/fox-in-garden.jpg",
        "https://www.ex.example/img/fox-in-garden.jpg?v=2",
    ),
    (
        '<img src="https://www.ex.example/img/fox-in-garden.jpg">',
        "http://www.ex.example/img/fox-in-garden.jpg",
        "https://www.ex.example/img/fox-in-garden.jpg",
    ),
    (
        '<img src="/frame_0001.jpg"><img src="/frame_0002.jpg">',
        "https://www.ex.example/frame_0001-200x100.jpg",
        "https://www.ex.example/frame_0001.jpg",
    ),
    (
        '<img src="https://c.example/img/2019/06/12345678_987654321098765_1234567890123456789_n.jpg?oh=new&oe=1">',
        "https://c.example/img/2019/06/12345678_987654321098765_1234567890123456789_n.jpg?oh=old&oe=0",
        "https://c.example/img/2019/06/12345678_987654321098765_1234567890123456789_n.jpg?oh=new&oe=1",
    ),
    (
        '<img src="/media/catalog/product/cache/1/image/600x/9df78eab33525d08d6e5fb8d27136e95/b/l/blue-teapot-large.jpg">',
        "https://www.ex.example/media/catalog/product/b/l/blue-teapot-large.jpg",
        "https://www.ex.example/media/catalog/product/cache/1/image/600x/9df78eab33525d08d6e5fb8d27136e95/b/l/blue-teapot-large.jpg",
    ),
    (
        '<img src="https://x.example/random.jpg?token=2">',
        "https://x.example/random.jpg?token=1",
        "https://x.example/random.jpg?token=2",
    ),
    (
        '<img src="/house-1200x800.jpg"><img src="/house-plan-1200x800.jpg">',
        "https://www.ex.example/house.jpg",
        "https://www.ex.example/house-1200x800.jpg",
    ),
    (
        '<a href="/full/7d793037a0760186574b0282f2f435e7.jpg"><img src="/t/9bf31c7ff062936a96d3c8bd1f8f2ff3.jpg"></a><a href="/full/9bf31c7ff062936a96d3c8bd1f8f2ff3.jpg"><img src="/t/7d793037a0760186574b0282f2f435e7.jpg"></a>',
        "https://www.ex.example/x/9bf31c7ff062936a96d3c8bd1f8f2ff3.jpg",
        "https://www.ex.example/full/9bf31c7ff062936a96d3c8bd1f8f2ff3.jpg",
    ),
    (
        '<picture><source srcset="/dist/hero-mobile-crop.webp" media="(max-width:600px)"><img src="/dist/hero-desktop-crop.webp"></picture>',
        "https://www.ex.example/dist/hero-desktop-crop.webp",
        "https://www.ex.example/dist/hero-mobile-crop.webp",
    ),
    (
        '<a href="/photo/48213377"><img src="/a/one-picture.jpg"></a><a href="/photo/48213377"><img src="/icons/heart.png"></a>',
        "https://www.ex.example/get?id=48213377",
        "https://www.ex.example/a/one-picture.jpg",
    ),
    (
        '<meta property="og:image" content="/img/site-logo.png">',
        "https://www.ex.example/img/site-logo.jpg",
        "https://www.ex.example/img/site-logo.png",
    ),
    (
        '<img src="/gallery/1041/5.jpg">',
        "https://www.ex.example/gallery/1041/5.png",
        "https://www.ex.example/gallery/1041/5.jpg",
    ),
    (
        '<img src="/o/abc.jpg"><img src="/thumb/abcd.jpg">',
        "https://www.ex.example/o/abcd.jpg",
        "https://www.ex.example/thumb/abcd.jpg",
    ),
    (
        '<img src="https://img.a.example/unsafe/fit-in/400x/filters:quality(80)/2019/08/12/river-delta-from-space.jpg">',
        "https://img.a.example/2019/08/12/river-delta-from-space.jpg",
        "https://img.a.example/unsafe/fit-in/400x/filters:quality(80)/2019/08/12/river-delta-from-space.jpg",
    ),
    (
        '<img src="https://wsrv.nl/?url=ex.example/p/harbour-crane-lifting.jpg&w=300">',
        "https://ex.example/p/harbour-crane-lifting.jpg",
        "https://wsrv.nl/?url=ex.example/p/harbour-crane-lifting.jpg&w=300",
    ),
    (
        '<img src="/a/v2/tower-bridge-sunset.jpg">',
        "https://www.ex.example/a/v1/tower-bridge-sunset.jpg",
        "https://www.ex.example/a/v2/tower-bridge-sunset.jpg",
    ),
    (
        '<img src="/2019/05/tower-bridge-sunset.jpg">',
        "https://www.ex.example/2019/06/tower-bridge-sunset.jpg",
        "https://www.ex.example/2019/05/tower-bridge-sunset.jpg",
    ),
    (
        '<img src="/imgs/apple-tree-blossom.jpg?size=small"><img src="/imgs/apple-tree-blossom.jpg?size=large">',
        "https://www.ex.example/imgs/apple-tree-blossom.jpg",
        "https://www.ex.example/imgs/apple-tree-blossom.jpg?size=small",
    ),
    (
        '<img src="/imgs/2019081112_deadbeef01_b.jpg">',
        "https://www.ex.example/imgs/2019081112_deadbeef01_z.jpg",
        "https://www.ex.example/imgs/2019081112_deadbeef01_b.jpg",
    ),
    (
        '<img src="https://m.media-amazon.example/images/I/71aBcD1eFgL._AC_SL1500_.jpg">',
        "https://m.media-amazon.example/images/I/71aBcD1eFgL._SX300_.jpg",
        "https://m.media-amazon.example/images/I/71aBcD1eFgL._AC_SL1500_.jpg",
    ),
    (
        '<img src="/news/minister-speech-1.jpg"><img src="/news/minister-speech.jpg">',
        "https://www.ex.example/news/minister-speech-1-300x200.jpg",
        "https://www.ex.example/news/minister-speech-1.jpg",
    ),
    (
        '<img src="/files/2020-05/cat.jpg">',
        "https://cdn.zz.example/files/2020-05/cat.webp",
        "https://www.ex.example/files/2020-05/cat.jpg",
    ),
    (
        '<img src="/i/photo-1500000000000-a1b2c3d4e5f6?w=400&ixid=x">',
        "https://www.ex.example/i/photo-1500000000000-a1b2c3d4e5f6?w=2000&ixid=y",
        "https://www.ex.example/i/photo-1500000000000-a1b2c3d4e5f6?w=400&ixid=x",
    ),
    (
        '<img src="/image/12345.jpg"><img src="/image/12346.jpg">',
        "https://www.ex.example/image/12345_large.jpg",
        "https://www.ex.example/image/12345.jpg",
    ),
    (
        '<img src="/webcam/harbour-camera-east.jpg?t=2">',
        "https://www.ex.example/webcam/harbour-camera-east.jpg?t=1",
        "https://www.ex.example/webcam/harbour-camera-east.jpg?t=2",
    ),
    (
        '<amp-img src="/b/red-fox-in-snow.jpg" width="16" height="9">',
        "https://www.ex.example/red-fox-in-snow.jpg",
        "https://www.ex.example/b/red-fox-in-snow.jpg",
    ),
    (
        '<img src="/w/harvest-day.jpg" srcset="/w/harvest-day-900w.jpg 900w">',
        "https://www.ex.example/w/harvest-day-600w.jpg",
        "https://www.ex.example/w/harvest-day-900w.jpg",
    ),
]
