"""The judgement on short pieces of markup: near-misses first."""

# ruff: noqa: E501  # a row of markup is read best in one line

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.pages import Candidate, Choice, Confidence, Kind, choose, collect

PAGE = "https://www.ex.example/page/"

ROWS: list[tuple[str, str, str | None]] = [
    (
        '<img src="https://ex.example/img/car-01.jpg"><img src="https://ex.example/img/car-02.jpg">',
        "https://ex.example/img/car-03.jpg",
        None,
    ),
    ('<img src="/uploads/team/john-smith.jpg">', "https://www.ex.example/uploads/team/jane-smith.jpg", None),
    ('<img src="/uploads/2020/header.jpg">', "https://www.ex.example/uploads/2019/header.jpg", None),
    (
        '<img src="/product/111/zoom.jpg"><img src="/product/222/zoom.jpg">',
        "https://www.ex.example/product/333/zoom.jpg",
        None,
    ),
    ('<img src="/u/5551234/photo.jpg">', "https://www.ex.example/u/5551234/cover.jpg", None),
    ('<img src="/photos/1001/medium.jpg">', "https://www.ex.example/photos/1002/medium.jpg", None),
    (
        '<img src="/photos/100123/medium.jpg">',
        "https://www.ex.example/photos/100123/original.jpg",
        "https://www.ex.example/photos/100123/medium.jpg",
    ),
    (
        '<img src="/i/5a105e8b9d40e1329780d62ea2265d8a_front.jpg">',
        "https://www.ex.example/i/5a105e8b9d40e1329780d62ea2265d8a_back.jpg",
        None,
    ),
    (
        '<img src="/i/5a105e8b9d40e1329780d62ea2265d8a/1.jpg"><img src="/i/5a105e8b9d40e1329780d62ea2265d8a/2.jpg">',
        "https://www.ex.example/i/5a105e8b9d40e1329780d62ea2265d8a/original.jpg",
        None,
    ),
    (
        '<img src="/i/5a105e8b9d40e1329780d62ea2265d8a_1.jpg">',
        "https://www.ex.example/i/5a105e8b9d40e1329780d62ea2265d8a_2.jpg",
        None,
    ),
    ('<img src="/shop/acme-2000-drill.jpg">', "https://www.ex.example/shop/acme-2400-drill.jpg", None),
    ('<img src="/shop/acme-drill-2000.jpg">', "https://www.ex.example/shop/acme-drill-2400.jpg", None),
    (
        '<img src="/shop/acme-drill-800.jpg" srcset="/shop/acme-drill-800.jpg 800w">',
        "https://www.ex.example/shop/acme-drill-2400.jpg",
        "https://www.ex.example/shop/acme-drill-800.jpg",
    ),
    (
        '<img src="/a/london-bridge-night.jpg"><img src="/a/london-bridge-day.jpg">',
        "https://www.ex.example/a/london-bridge.jpg",
        None,
    ),
    ('<img src="/a/P1010001.JPG">', "https://www.ex.example/b/P1010001.JPG", None),
    ('<img src="/a/P1010001.JPG">', "https://www.ex.example/a/P1010010.JPG", None),
    (
        '<img src="/users/98765432/avatar.jpg"><img src="/users/98765432/large.jpg">',
        "https://www.ex.example/users/98765432/photo-9.jpg",
        None,
    ),
    (
        '<meta property="og:image" content="/share.jpg"><script type="application/ld+json">{"@type":"ImageObject","contentUrl":"/share.jpg"}</script>',
        "https://www.ex.example/xyz/photo.jpg",
        None,
    ),
    (
        '<img src="https://img.ex.example/x.php?pic=1&s=300"><img src="https://img.ex.example/x.php?pic=2&s=300">',
        "https://img.ex.example/x.php?pic=3&s=300",
        None,
    ),
    (
        '<img src="https://img.ex.example/x.php?pic=1&w=300">',
        "https://img.ex.example/x.php?pic=1&w=900",
        "https://img.ex.example/x.php?pic=1&w=300",
    ),
    (
        '<img src="https://d1a2b3.cloudfront.net/images/main.jpg">',
        "https://d9z8y7.cloudfront.net/images/main.jpg",
        None,
    ),
    ('<img src="https://a.blogspot.com/uploads/cat.jpg">', "https://b.blogspot.com/uploads/cat.jpg", None),
    ('<img src="/covers/9780140449136.jpg">', "https://www.ex.example/covers/9780140449143.jpg", None),
    (
        '<img src="/covers/9780140449136-L.jpg"><img src="/covers/9780140449136-M.jpg">',
        "https://www.ex.example/covers/9780140449136-S.jpg",
        None,
    ),
    (
        '<img src="/tiles/12/2048/1361.png"><img src="/tiles/12/2048/1362.png">',
        "https://www.ex.example/tiles/12/2047/1361.png",
        None,
    ),
    ('<img src="/charts/2020/sales.png">', "https://www.ex.example/charts/2021/sales.png", None),
    (
        '<img src="/charts/q1/sales-overview-report.png">',
        "https://www.ex.example/charts/q2/sales-overview-report.png",
        None,
    ),
    ('<img src="/en/welcome-to-our-school.jpg">', "https://www.ex.example/fr/welcome-to-our-school.jpg", None),
    ('<img src="/img/full-moon.jpg">', "https://www.ex.example/img/moon.jpg", None),
    ('<img src="/img/small-boat.jpg"><img src="/img/large-boat.jpg">', "https://www.ex.example/img/boat.jpg", None),
    ('<img src="/img/medium-rare-steak-dish.jpg">', "https://www.ex.example/img/rare-steak-dish.jpg", None),
    ('<img src="/img/original-recipe-chicken.jpg">', "https://www.ex.example/img/recipe-chicken.jpg", None),
    (
        '<img src="/avatar/ab12cd34ef56ab78cd90ef12.jpg">',
        "https://www.ex.example/photo/ab12cd34ef56ab78cd90ef12.jpg",
        None,
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
    ('<img src="/img/fox-in-garden.jpg#x">', "https://www.ex.example/img/fox-in-garden.jpg", None),
    ('<img src="/img/Fox%2Din-garden.jpg">', "https://www.ex.example/img/Fox-in-garden.jpg", None),
    ('<img src="/spacer.gif" data-src="/real/real-picture-one.jpg">', "https://www.ex.example/spacer.gif", None),
    ('<img src="/s/a.jpg" data-src="/real/real-picture-one.jpg">', "https://www.ex.example/s/a.jpg", None),
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
    ('<img src="/assets/hero-4f3c2a1b.jpg">', "https://www.ex.example/assets/hero-9e8d7c6b.jpg", None),
    (
        '<img src="/_next/static/media/kitchen-garden.4f3c2a1b.jpg">',
        "https://www.ex.example/_next/static/media/kitchen-garden.9e8d7c6b.jpg",
        None,
    ),
    ('<img src="https://x.example/id/237/200/300">', "https://x.example/id/238/200/300", None),
    ('<img src="https://x.example/id/237/200/300.jpg">', "https://x.example/id/237/1200/1600.jpg", None),
    (
        '<img src="https://x.example/random.jpg?token=2">',
        "https://x.example/random.jpg?token=1",
        "https://x.example/random.jpg?token=2",
    ),
    ('<a href="/next/IMG_0002.jpg"><img src="/t/IMG_0001.jpg"></a>', "https://www.ex.example/t/IMG_0001.jpg", None),
    ('<a href="/o/48213378.jpg"><img src="/t/48213377.jpg"></a>', "https://www.ex.example/t/48213377.jpg", None),
    (
        '<img src="/house-1200x800.jpg"><img src="/house-plan-1200x800.jpg">',
        "https://www.ex.example/house.jpg",
        "https://www.ex.example/house-1200x800.jpg",
    ),
    ('<img src="/a/sofa-200x90.jpg"><img src="/a/sofa-220x95.jpg">', "https://www.ex.example/a/sofa-240x95.jpg", None),
    ('<img src="/b/photo-of-the-day.jpg">', "https://www.ex.example/a/photo-of-the-day.jpg", None),
    ('<img src="/potd/2020-05-17.jpg">', "https://www.ex.example/potd/2020-05-18.jpg", None),
    ('<img src="/item-a.jpg?id=1">', "https://www.ex.example/item-a.jpg?id=2", None),
    (
        '<div><img src="/ph/1.gif" data-original="/i/7d793037a0760186574b0282f2f435e7.jpg"></div>',
        "https://www.ex.example/i/9bf31c7ff062936a96d3c8bd1f8f2ff3.jpg",
        None,
    ),
    (
        '<a href="/full/7d793037a0760186574b0282f2f435e7.jpg"><img src="/t/9bf31c7ff062936a96d3c8bd1f8f2ff3.jpg"></a><a href="/full/9bf31c7ff062936a96d3c8bd1f8f2ff3.jpg"><img src="/t/7d793037a0760186574b0282f2f435e7.jpg"></a>',
        "https://www.ex.example/x/9bf31c7ff062936a96d3c8bd1f8f2ff3.jpg",
        "https://www.ex.example/full/9bf31c7ff062936a96d3c8bd1f8f2ff3.jpg",
    ),
    (
        '<a href="/full/before-kitchen.jpg"><img src="/t/before-kitchen.jpg"><img src="/t/after-kitchen.jpg"></a>',
        "https://www.ex.example/t/after-kitchen.jpg",
        None,
    ),
    (
        '<picture><source srcset="/dist/hero-mobile-crop.webp" media="(max-width:600px)"><img src="/dist/hero-desktop-crop.webp"></picture>',
        "https://www.ex.example/dist/hero-desktop-crop.webp",
        "https://www.ex.example/dist/hero-mobile-crop.webp",
    ),
    (
        '<img src="/x.jpg" srcset="/x.jpg 1x, /y.jpg 2x"><img src="/x.jpg" srcset="/x.jpg 1x, /z.jpg 2x">',
        "https://www.ex.example/x.jpg",
        None,
    ),
    (
        '<img id="48213377" src="/a/one-picture.jpg"><img id="48213377" src="/a/two-picture.jpg">',
        "https://www.ex.example/get?id=48213377",
        None,
    ),
    (
        '<a href="/photo/48213377"><img src="/a/one-picture.jpg"></a><a href="/photo/48213377"><img src="/icons/heart.png"></a>',
        "https://www.ex.example/get?id=48213377",
        "https://www.ex.example/a/one-picture.jpg",
    ),
    (
        '<a href="/product/48213377"><img src="/a/one-picture.jpg"></a>',
        "https://www.ex.example/img/48213377_2.jpg",
        None,
    ),
    (
        '<a href="/album/48213377"><img src="/a/one-picture.jpg"></a>',
        "https://www.ex.example/photos/48213377.jpg",
        None,
    ),
    (
        '<a href="/photos/48213377/next/48213378"><img src="/a/one-picture.jpg"></a>',
        "https://www.ex.example/get?id=48213377",
        None,
    ),
    (
        '<script type="application/ld+json">{"@type":"Product","image":["/p/tea-pot-blue-1.jpg","/p/tea-pot-blue-2.jpg"]}</script>',
        "https://www.ex.example/p/tea-pot-blue-3.jpg",
        None,
    ),
    (
        '<script>var a={"photo":"https://www.ex.example/p/tea-pot-blue-front.jpg","related":"https://www.ex.example/p/tea-pot-blue-back.jpg"}</script>',
        "https://www.ex.example/p/tea-pot-blue.jpg",
        None,
    ),
    (
        '<noscript><img src="https://px.ads.linkedin.com/collect?pid=1"></noscript><img src="https://www.facebook.com/tr?id=12345">',
        "https://www.facebook.com/tr?id=12345&x=1",
        None,
    ),
    (
        '<meta property="og:image" content="/img/site-logo.png">',
        "https://www.ex.example/img/site-logo.jpg",
        "https://www.ex.example/img/site-logo.png",
    ),
    ('<img src="/img/company-logo.png">', "https://www.ex.example/img/company.png", None),
    ('<img src="/uploads/3/picture.jpg">', "https://www.ex.example/uploads/3/picture.png", None),
    ('<img src="/gallery/41/5.jpg">', "https://www.ex.example/gallery/42/5.jpg", None),
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
    ('<img src="/v12/banner.jpg">', "https://www.ex.example/v13/banner.jpg", None),
    ('<img src="/ch12/fig3.png"><img src="/ch13/fig3.png">', "https://www.ex.example/ch14/fig3.png", None),
    ('<img src="/fig-3-2x.png">', "https://www.ex.example/fig-3-3.png", None),
    (
        '<img src="/en/map-of-region.png"><img src="/de/map-of-region.png">',
        "https://cdn.old.example/map-of-region.png",
        None,
    ),
    (
        '<img src="https://img.a.example/unsafe/fit-in/400x/filters:quality(80)/2019/08/12/river-delta-from-space.jpg">',
        "https://img.a.example/2019/08/12/river-delta-from-space.jpg",
        "https://img.a.example/unsafe/fit-in/400x/filters:quality(80)/2019/08/12/river-delta-from-space.jpg",
    ),
    (
        '<img src="https://img.a.example/2019/08/13/river-delta-from-space.jpg">',
        "https://img.a.example/2019/08/12/river-delta-from-space.jpg",
        None,
    ),
    (
        '<img src="https://wsrv.nl/?url=ex.example/p/harbour-crane-lifting.jpg&w=300">',
        "https://ex.example/p/harbour-crane-lifting.jpg",
        "https://wsrv.nl/?url=ex.example/p/harbour-crane-lifting.jpg&w=300",
    ),
    (
        '<img src="https://wsrv.nl/?url=ex.example/p/1.jpg&w=300">',
        "https://wsrv.nl/?url=ex.example/p/2.jpg&w=300",
        None,
    ),
    (
        '<img src="/proxy?url=https://ex.example/p/1.jpg&sig=a">',
        "https://www.ex.example/proxy?url=https://ex.example/p/2.jpg&sig=b",
        None,
    ),
    (
        '<img src="/thumb.php?src=uploads/a.jpg&w=100"><img src="/thumb.php?src=uploads/b.jpg&w=100">',
        "https://www.ex.example/thumb.php?src=uploads/c.jpg&w=100",
        None,
    ),
    (
        '<img src="/imgs/Screenshot-2020-05-17-at-12.33.44.png">',
        "https://www.ex.example/imgs/Screenshot-2020-05-17-at-12.33.45.png",
        None,
    ),
    ('<img src="/imgs/IMG-20200517-WA0001.jpg">', "https://www.ex.example/imgs/IMG-20200517-WA0010.jpg", None),
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
    ('<img src="/2019/05/bridge-sunset.jpg">', "https://www.ex.example/2019/06/bridge-sunset.jpg", None),
    (
        '<img src="/imgs/apple-tree-blossom.jpg?size=small"><img src="/imgs/apple-tree-blossom.jpg?size=large">',
        "https://www.ex.example/imgs/apple-tree-blossom.jpg",
        "https://www.ex.example/imgs/apple-tree-blossom.jpg?size=small",
    ),
    ('<img src="/imgs/model_s.jpg">', "https://www.ex.example/imgs/model_x.jpg", None),
    ('<img src="/imgs/20190811_b.jpg">', "https://www.ex.example/imgs/20190811_a.jpg", None),
    (
        '<img src="/imgs/2019081112_deadbeef01_b.jpg">',
        "https://www.ex.example/imgs/2019081112_deadbeef01_z.jpg",
        "https://www.ex.example/imgs/2019081112_deadbeef01_b.jpg",
    ),
    ('<img src="/items/eb8a7c3d91f2/0.jpg">', "https://www.ex.example/items/eb8a7c3d91f2/1.jpg", None),
    ('<img src="/items/eb8a7c3d91f2/a.jpg">', "https://www.ex.example/items/eb8a7c3d91f2.jpg", None),
    (
        '<img src="https://m.media-amazon.example/images/I/71aBcD1eFgL._AC_SL1500_.jpg">',
        "https://m.media-amazon.example/images/I/71aBcD1eFgL._SX300_.jpg",
        "https://m.media-amazon.example/images/I/71aBcD1eFgL._AC_SL1500_.jpg",
    ),
    (
        '<img src="https://c.example/i/poster-night-50x70.jpg"><img src="https://c.example/i/poster-night-30x40.jpg">',
        "https://c.example/i/poster-night-70x100.jpg",
        None,
    ),
    ('<img src="/r/cover-2019.jpg 2019w">', "https://www.ex.example/r/cover-2020.jpg", None),
    (
        '<img srcset="/y/annual-report-cover-1920.jpg 1920w">',
        "https://www.ex.example/y/annual-report-cover-1960.jpg",
        None,
    ),
    (
        '<img srcset="/y/annual-report-cover-2000.jpg 2000w">',
        "https://www.ex.example/y/annual-report-cover-2010.jpg",
        None,
    ),
    (
        '<img src="/news/minister-speech-1.jpg"><img src="/news/minister-speech.jpg">',
        "https://www.ex.example/news/minister-speech-1-300x200.jpg",
        "https://www.ex.example/news/minister-speech-1.jpg",
    ),
    ('<img src="/news/minister-speech-copy.jpg">', "https://www.ex.example/news/minister-speech.jpg", None),
    ('<img src="/news/minister-speech%20(1).jpg">', "https://www.ex.example/news/minister-speech.jpg", None),
    ('<img src="/n/red.jpg"><img src="/n/blue.jpg">', "https://www.ex.example/n/green.jpg", None),
    ('<img src="/n/v-neck-shirt-red.jpg">', "https://www.ex.example/n/v-neck-shirt-blue.jpg", None),
    ('<img src="/n/shirt_m.jpg">', "https://www.ex.example/n/shirt_l.jpg", None),
    (
        '<img src="/n/ring-size-small.jpg"><img src="/n/ring-size-large.jpg">',
        "https://www.ex.example/n/ring-size-medium.jpg",
        None,
    ),
    ('<img src="/galleries/summer/1.jpg">', "https://www.ex.example/galleries/winter/1.jpg", None),
    ('<img src="/files/2020-05/cat.jpg">', "https://www.ex.example/files/2020-06/cat.jpg", None),
    (
        '<img src="/files/2020-05/cat.jpg">',
        "https://cdn.zz.example/files/2020-05/cat.webp",
        "https://www.ex.example/files/2020-05/cat.jpg",
    ),
    ('<img src="/files/cat.jpg">', "https://cdn.zz.example/files/cat.jpg", None),
    (
        '<img src="/i/photo-1500000000000-a1b2c3d4e5f6?w=400&ixid=x">',
        "https://www.ex.example/i/photo-1500000000000-a1b2c3d4e5f6?w=2000&ixid=y",
        "https://www.ex.example/i/photo-1500000000000-a1b2c3d4e5f6?w=400&ixid=x",
    ),
    (
        '<img src="/i/photo-1500000000000-a1b2c3d4e5f7?w=400">',
        "https://www.ex.example/i/photo-1500000000000-a1b2c3d4e5f6?w=2000",
        None,
    ),
    (
        '<img src="/image/12345.jpg"><img src="/image/12346.jpg">',
        "https://www.ex.example/image/12345_large.jpg",
        "https://www.ex.example/image/12345.jpg",
    ),
    ('<img src="/a/12345.jpg">', "https://www.ex.example/b/12345.jpg", None),
    ('<img src="/user/12345/header.jpg">', "https://www.ex.example/user/54321/header.jpg", None),
    (
        '<img src="https://s3.amazonaws.com/bucket-a/uploads/main.jpg">',
        "https://s3.amazonaws.com/bucket-b/uploads/main.jpg",
        None,
    ),
    (
        '<img src="https://cdn.example/5f4dcc3b5aa765d61d8327deb882cf99/slide-1.jpg"><img src="https://cdn.example/5f4dcc3b5aa765d61d8327deb882cf99/slide-2.jpg">',
        "https://cdn.example/5f4dcc3b5aa765d61d8327deb882cf99/slide-3.jpg",
        None,
    ),
    (
        '<img src="https://cdn.example/5f4dcc3b5aa765d61d8327deb882cf99/front.jpg">',
        "https://cdn.example/5f4dcc3b5aa765d61d8327deb882cf99/main.jpg",
        None,
    ),
    ('<img src="/map?lat=1&lon=2">', "https://www.ex.example/map?lat=1&lon=3", None),
    ('<img src="/qr.png?data=abc">', "https://www.ex.example/qr.png?data=xyz", None),
    ('<img src="/chart.png?series=12345678&w=3">', "https://www.ex.example/chart.png?series=12345679", None),
    (
        '<img src="/weather-radar-latest.png?area=north">',
        "https://www.ex.example/weather-radar-latest.png?area=south",
        None,
    ),
    (
        '<img src="/webcam/harbour-camera-east.jpg?t=2">',
        "https://www.ex.example/webcam/harbour-camera-east.jpg?t=1",
        "https://www.ex.example/webcam/harbour-camera-east.jpg?t=2",
    ),
    (
        '<img src="/fr/images/12/le-grand-pont-neuf.jpg"><img src="/fr/images/13/le-grand-pont-neuf.jpg">',
        "https://www.ex.example/fr/images/14/le-grand-pont-neuf.jpg",
        None,
    ),
    ('<img src="/p/episode-101-guest-portrait.jpg">', "https://www.ex.example/p/episode-102-guest-portrait.jpg", None),
    (
        '<meta property="og:image" content="/cards/article-card-default.png">',
        "https://www.ex.example/cards/article-card-12.png",
        None,
    ),
    ('<a href="/download/file.jpg"><img src="/t/small.jpg"></a>', "https://www.ex.example/t/small.jpg", None),
    ('<img src="/items/48213/view.php?id=55&side=back">', "https://www.ex.example/items/48213/view.php?id=55", None),
    ('<img src="/red-fox-in-snow.gif" width="1" height="1">', "https://www.ex.example/red-fox-in-snow.jpg", None),
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


def look_up(markup: str, wanted: str, page: str = PAGE) -> Choice | None:
    """Choose for *wanted* on a page of *markup*."""
    return choose(collect(markup, page), wanted_url=wanted, page_url=page)


@pytest.mark.parametrize(("markup", "wanted", "expected"), ROWS)
def test_near_misses_get_nothing_and_versions_are_found(markup, wanted, expected):
    """Equal evidence gives the address; a digit, a view, a colour, a date or a field that differs gives nothing."""
    choice = look_up(markup, wanted)
    assert (choice.url if choice else None) == expected, choice


@pytest.mark.parametrize(
    "name",
    ["placeholder.png", "no-image.gif", "image-not-available.jpg", "pixel.gif", "placeholder/red-fox-in-snow.jpg"],
)
def test_what_stands_in_is_neither_wanted_nor_given(name):
    """A stand-in is no image, whichever side it is on."""
    assert look_up(f'<img src="/{name}?v=2">', f"https://www.ex.example/{name}?v=1") is None


@pytest.mark.parametrize("name", ["clear-sky-over-hills.jpg", "loading-dock-at-night.jpg", "acme-logo.png"])
def test_a_picture_may_be_called_like_furniture(name):
    """One word does not make a stand-in, and a logo is given to whoever wants that logo."""
    assert look_up(f'<img src="/{name}?v=2">', f"https://www.ex.example/{name}?v=1") is not None


@pytest.mark.parametrize(
    ("markup", "wanted", "confidence"),
    [
        ('<img src="/a/red-fox-in-snow.jpg?token=2">', "/a/red-fox-in-snow.jpg?token=1", Confidence.EXACT),
        ('<img src="/a/red-fox-in-snow-300x200.jpg">', "/a/red-fox-in-snow.jpg", Confidence.SAME_STEM),
        (
            '<img src="/b/5d41402abc4b2a76b9719d911017c592.jpg">',
            "/a/5d41402abc4b2a76b9719d911017c592.jpg",
            Confidence.SAME_ID,
        ),
        (
            '<img src="/q.jpg" srcset="/a/fox-left.jpg 1x, /b/den-right.jpg 2x">',
            "/a/fox-left.jpg",
            Confidence.SAME_ELEMENT,
        ),
    ],
)
def test_the_confidence_says_what_the_choice_rests_on(markup, wanted, confidence):
    """Each kind of evidence has its own name, and the sentence speaks of it."""
    choice = look_up(markup, f"https://www.ex.example{wanted}")
    assert choice is not None
    assert choice.confidence is confidence
    assert choice.evidence.startswith("The page names it by ")


@pytest.mark.parametrize(
    ("markup", "wanted", "smaller"),
    [
        ('<img src="/red-fox-in-snow-300x200.jpg">', "red-fox-in-snow.jpg", True),
        ('<img src="/red-fox-in-snow-300x200.jpg">', "red-fox-in-snow-1024x683.jpg", True),
        ('<img src="/red-fox-in-snow-1024x683.jpg">', "red-fox-in-snow-300x200.jpg", False),
        ('<img src="/red-fox-in-snow.jpg">', "red-fox-in-snow-300x200.jpg", False),
        ('<img src="/red-fox-in-snow.jpg?w=200">', "red-fox-in-snow.jpg?w=800", True),
        ('<img src="/red-fox-in-snow-thumb.jpg">', "red-fox-in-snow-large.jpg", True),
        ('<img src="/thumbs/red-fox-in-snow.jpg">', "red-fox-in-snow.jpg", True),
    ],
)
def test_a_smaller_version_is_taken_and_said_so(markup, wanted, smaller):
    """What is visibly smaller than asked for is marked, in the flag and in the sentence."""
    choice = look_up(markup, f"https://www.ex.example/{wanted}")
    assert choice is not None
    assert choice.smaller is smaller
    assert ("smaller" in choice.evidence) is smaller


def test_the_largest_version_wins():
    """The widest entry beats the narrower ones, and a full-size link beats every named width."""
    versions = '<img src="/old-town-hall-300x200.jpg" srcset="/old-town-hall-900x600.jpg 900w, /old-town-hall-600x400.jpg 600w">'
    wanted = "https://www.ex.example/old-town-hall-450x300.jpg"
    assert look_up(versions, wanted).url.endswith("/old-town-hall-900x600.jpg")
    assert look_up(f'<a href="/old-town-hall.jpg">{versions}</a>', wanted).url.endswith("/old-town-hall.jpg")


@pytest.mark.parametrize(
    "wanted", ["", "x", "http://", "http://[::1", "ftp://a/b.jpg", "https://e.example/a.html", "\ud800"]
)
def test_an_address_that_is_none_gets_nothing(wanted):
    """What cannot be an image's address is looked for in vain, without an error."""
    assert look_up('<img src="/red-fox-in-snow.jpg">', wanted) is None


NAMES = st.lists(
    st.sampled_from(
        ["fox", "Snow", "image", "12345678", "-", "_", "/", ".jpg", "-300x200", "=s1600", "?id=1", "é", "%"]
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES.map("".join), max_size=8), NAMES.map("".join), st.sampled_from(list(Kind)))
def test_choose_never_raises_and_never_gives_the_wanted_address(paths, wanted, kind):
    """The choice is one of the candidates and not the address that failed."""
    wanted_url = f"https://e.example/{wanted}"
    candidates = [Candidate(f"https://e.example/{path}", kind, n, n) for n, path in enumerate(paths)]
    choice = choose(candidates, wanted_url=wanted_url, page_url="https://e.example/")
    if choice is not None:
        assert choice.url in {c.url for c in candidates}
        assert choice.url != wanted_url
