"""A bare width or a size of two letters behind the wanted name, and what else a number there may be."""

from __future__ import annotations

import pytest

from imgcrawl.pages import choose, collect

SITE = "https://www.ex.example"
PAGE = f"{SITE}/stories/dawn"


def figure(name: str) -> str:
    """Return what shows the file of that name."""
    return f'<img src="/media/{name}.webp">'


def card(name: str) -> str:
    """Return what shows the file of that name and leads to another page."""
    return f'<a href="/stories/next">{figure(name)}</a>'


def og(name: str) -> str:
    """Return what declares the file of that name."""
    return f'<meta property="og:image" content="/media/{name}.webp">'


def find(markup: str, name: str) -> str | None:
    """Return the name of what a page of *markup* gives for the file *name* of another folder."""
    choice = choose(collect(markup, PAGE), wanted_url=f"{SITE}/uploads/{name}.jpg", page_url=PAGE)
    return choice.url.rpartition("/")[2].removesuffix(".webp") if choice else None


@pytest.mark.parametrize(
    ("name", "other"), [("heron-lake", "storm-heron-lake"), ("heron-lake", "heron-lake-2"), ("GOPR6078", "GOPR6079")]
)
@pytest.mark.parametrize("size", ["_1600", "-1280", "-xl", "_xxl", "_2048"])
def test_what_two_names_end_in_is_a_size(name, other, size):
    """The neighbour itself is never the picture, whether it stands there alone or not."""
    assert find(figure(name + size) + figure(other + size), name) == name + size
    assert find(card(other + size) + figure(name + size), name) == name + size
    assert find(figure(other + size), name) is None
    assert find(figure(other + size) + figure(f"moss{size}"), name) is None


@pytest.mark.parametrize("name", ["manuscript-538862810", "P19515", "GOPR6078", "IMG_2300"])
@pytest.mark.parametrize("size", ["_1600", "_1920", "-xl"])
def test_a_width_behind_a_number_is_a_size(name, size):
    """Of the picture that the page is about: no year and no model is written there."""
    assert find(og(name + size) + card("moss-bed"), name) == name + size
    digit = str((int(name[-1]) + 1) % 10)
    assert find(og(name[:-1] + digit + size), name) is None
    assert find(og(name + digit + size), name) is None
    assert find(og(name + "_7"), name) is None
    if "538862810" not in name and size[-1].isdigit():
        assert find(figure(name + size) + figure("moss-bed"), name) is None
    assert find(og(name + "_400"), name) is None


def test_a_long_name_of_the_main_picture_needs_no_neighbour():
    """Before a width that is hardly anything else; a short name may be counted in its own sign, and be one of many."""
    assert find(figure("bicycle-heron-shoe_1600") + card("moss-bed"), "bicycle-heron-shoe") == "bicycle-heron-shoe_1600"
    assert find(figure("bicycle-heron-shoe_1600") + figure("moss-bed"), "bicycle-heron-shoe") is None
    assert find(figure("bicycle_heron_1600"), "bicycle_heron") is None
    assert find(figure("bicycle-heron-shoe_1601"), "bicycle-heron-shoe") is None


@pytest.mark.parametrize("number", ["1500", "1800", "1920", "2000"])
def test_a_year_behind_words_is_no_size(number):
    """Also where all pictures of the page are of that year; one behind a camera's name shows that it is none."""
    assert find(figure(f"reed-bank-bridge_{number}"), "reed-bank-bridge") is None
    rest = figure(f"reed-paris_{number}") + figure(f"reed-rome_{number}")
    assert find(figure(f"reed-bank_{number}") + rest, "reed-bank") is None
    assert find(figure(f"reed-bank_{number}") + figure(f"IMG_2300_{number}"), "reed-bank") == f"reed-bank_{number}"


def test_a_year_may_stand_behind_a_date():
    """A date is no number of a picture."""
    assert find(og("reed-moss-fern-20190517_1920"), "reed-moss-fern-20190517") is None


@pytest.mark.parametrize("number", ["600", "1000", "1200"])
def test_a_model_behind_words_needs_more_neighbours(number):
    """Two things of one number may be two models; three names are no line of models."""
    both = figure(f"yamaha-tracer-{number}") + figure(f"honda-shadow-{number}")
    assert find(both, "yamaha-tracer") is None
    assert find(both + figure(f"moss-{number}"), "yamaha-tracer") == f"yamaha-tracer-{number}"


@pytest.mark.parametrize(
    "other", ["heron-lake-green", "heron-lake_1700", "heron-lake", "blue-heron-lake", "heron-lake-2"]
)
def test_another_that_holds_the_name_leaves_a_doubt(other):
    """It may be of another colour or model; the name itself, without a size, is what is wanted."""
    markup = figure("heron-lake_1600") + figure("moss_1600") + figure(other)
    assert find(markup, "heron-lake") == ("heron-lake" if other == "heron-lake" else None)


@pytest.mark.parametrize("name", ["beach", "main", "image", "summer-sale", "photo-2016-05-17"])
def test_a_name_that_many_have_is_no_better_with_a_size(name):
    """It must be proof enough without the size."""
    assert find(figure(f"{name}_1600") + figure("moss_1600"), name) is None


def test_the_old_folder_keeps_its_series():
    """Where the next of a series lies in the old place the picture has not moved."""
    kept = '<img src="/uploads/heron-lake-2.jpg">'
    assert find(figure("heron-lake_1600") + figure("moss_1600") + kept, "heron-lake") is None


@pytest.mark.parametrize("sizes", ["xxs xs sm md lg xl xxl xxxl", "300 480 800", "1080 1600"])
def test_the_largest_of_several_sizes_is_asked_for(sizes):
    """Sizes in letters stand in the order of their widths, and so do numbers."""
    names = [f"heron-lake_{size}" for size in sizes.split()]
    for shown in (names, names[::-1]):
        links = "".join(f'<source srcset="/media/{name}.webp">' for name in shown[:-1])
        rest = "".join(figure(f"{other}_{size}") for size in sizes.split() for other in ("moss-bed", "IMG_2300"))
        assert find(f"<picture>{links}{figure(shown[-1])}</picture>{rest}", "heron-lake") == names[-1]


@pytest.mark.parametrize("name", ["heron-lake", "heron-354", "grove-27", "heron-lake-2019"])
@pytest.mark.parametrize("size", ["_1280", "_1024", "_1600", "_2400"])
def test_a_sign_that_the_name_has_not_parts_a_size_from_it(name, size):
    """Of the page's main picture: what a system adds is written in its own way, and not in the sign of the name."""
    now = name + size
    for markup in (
        figure(now),
        og(now),
        f'<picture><source srcset="/media/{now}.webp"></picture>',
        figure(now) + card("moss"),
    ):
        assert find(markup, name) == now
        for other in (f"{name}_2", f"{name}_1281", f"{name}-back", f"{name}-de", f"blue-{name}"):
            assert find(markup + card(other), name) is None
            assert find(card(other + size) + og(f"{other}{size}"), name) is None
    assert find(figure(now) + figure("moss"), name) is None
    assert find(card(now), name) is None
    assert find(figure(now), name.replace("-", "_")) is None
    assert find(figure(now.replace("-", "_")), name.replace("-", "_")) is None or size in ("_1280", "_1024")


@pytest.mark.parametrize("size", ["1024", "1280", "2048", "2560"])
def test_some_widths_behind_an_underscore_are_nothing_else(size):
    """Behind a name of two words; behind a hyphen models are written, and behind one word and a small number views."""
    assert find(figure(f"heron_lake_{size}"), "heron_lake") == f"heron_lake_{size}"
    assert find(figure(f"heron-lake-{size}"), "heron-lake") is None
    assert find(figure(f"grove_27_{size}"), "grove_27") is None
    assert find(figure(f"DSC_0042-{size}"), "DSC_0042") is None
    assert find(figure(f"heron_lake_{int(size) + 1}"), "heron_lake") is None


@pytest.mark.parametrize(("size", "other"), [("800", "800"), ("1200", "640"), ("1280", "400")])
def test_one_neighbour_is_enough_behind_a_strange_sign(size, other):
    """In whatever size, as cards are smaller; not behind the sign of the names, where models stand, and no year."""
    for shown in (card, figure):
        assert find(figure(f"heron-lake_{size}") + shown(f"salt-marsh_{other}"), "heron-lake") == f"heron-lake_{size}"
        assert find(figure(f"salt-marsh_{size}") + shown(f"heron-lakes_{other}"), "heron-lake") is None
        assert find(figure(f"heron-lake-{size}") + figure("moss") + shown("salt-marsh-400"), "heron-lake") is None
        assert find(figure("heron-lake_800") + figure("moss") + shown("salt_marsh_800"), "heron-lake") is None
        assert find(figure("heron-lake_1920") + shown(f"salt-marsh_{other}"), "heron-lake") is None
        assert find(figure("heron-lake_800") + figure("moss") + shown("salt-marsh_1920"), "heron-lake") is None


def test_two_sizes_in_one_element_are_sizes():
    """In two elements they may be models; two years may be then and now, and a third size elsewhere a model."""

    def picture(*sizes: str) -> str:
        named = ", ".join(f"/media/yamaha-tracer-{size}.webp" for size in sizes[:-1])
        return f'<picture><source srcset="{named}">{figure(f"yamaha-tracer-{sizes[-1]}")}</picture>{figure("moss")}'

    assert find(picture("600", "1200"), "yamaha-tracer") == "yamaha-tracer-1200"
    assert find(picture("600", "1200") + figure("yamaha-tracer-900"), "yamaha-tracer") is None
    assert find(figure("yamaha-tracer-600") + figure("yamaha-tracer-1200"), "yamaha-tracer") is None
    assert find(picture("1800", "1920"), "yamaha-tracer") is None


@pytest.mark.parametrize(
    ("size", "other"), [("150", "100"), ("200", "240"), ("420", "500"), ("540", "640"), ("800", "150")]
)
def test_a_small_number_behind_a_strange_sign_may_count(size, other):
    """The pictures of two events: on a page with another event's one neighbour is not enough."""
    assert find(figure(f"heron-lake_{size}") + card(f"salt-marsh_{other}"), "heron-lake") is None


@pytest.mark.parametrize("size", ["1600", "1200", "2400"])
def test_a_number_that_is_no_width_shows_what_stands_there(size):
    """The number of an object or a year; behind the sign of the words it says nothing."""
    main = og(f"heron-lake_{size}") + card("moss-bed_800")
    assert find(main, "heron-lake") == f"heron-lake_{size}"
    for number in ("2417", "1797", "90210"):
        assert find(main + card(f"salt-marsh_{number}"), "heron-lake") is None
        assert find(main + card(f"salt-marsh-{number}"), "heron-lake") == f"heron-lake_{size}"


def test_a_list_in_one_attribute_may_be_of_models():
    """Each place of it has another; two sizes are those of one element that shows them."""
    for form in ("<div data-variants='[{}]'></div>", "<script>window.state = [{}]</script>"):
        items = ", ".join(f'{{"image": "/media/yamaha-tracer-{size}.webp"}}' for size in ("700", "900"))
        assert find(form.format(items) + figure("moss"), "yamaha-tracer") is None


NAME = "grey-heron-lake"


@pytest.mark.parametrize("rest", ["", figure("moss-bed"), card("moss-bed")])
def test_the_width_of_the_layout_is_the_files(rest):
    """Where it is the number behind the name; behind the sign of the name's words only of the main picture."""
    for name, number in ((NAME, 800), ("heron-lake", 640), (NAME, 1920)):
        shown = f'<img src="/media/{name}_{number}.webp" width="{number}" height="533">'
        assert find(shown + rest, name) == f"{name}_{number}"
        assert find(shown.replace(f'"{number}"', '"760"') + rest, name) is None
        assert find(shown.replace(f"{name}_", f"{name}-2_") + rest, name) is None
        assert find(shown.replace(f"{name}_", f"{name}-"), name) == f"{name}-{number}"
    shown = '<img src="/media/yamaha-tracer-1200.webp" width="1200">'
    assert find(shown + figure("moss-bed"), "yamaha-tracer") is None
    assert find('<img src="/media/heron-lake_100.webp" width="100">', "heron-lake") is None


@pytest.mark.parametrize("other", [f"{NAME}_799", "moss-bed_799", f"{NAME}_1700", f"{NAME}-blue"])
def test_what_may_be_counted_is_no_width_of_the_layout(other):
    """Where the page counts in the same sign, or has more of the name."""
    shown = f'<img src="/media/{NAME}_800.webp" width="800">'
    assert find(shown + figure(other), NAME) is None


def test_a_name_that_the_page_states_is_the_one_before_the_width():
    """In the spelling of a file; a slug is too little where a model's number would be written so."""
    for text in (NAME, f"{NAME}.jpg"):
        assert find(f'<img src="/media/{NAME}_800.webp" alt="{text}">{figure("moss-bed")}', NAME) == f"{NAME}_800"
    assert find('<img src="/media/desk-lamp-800.webp" alt="desk-lamp">', "desk-lamp") is None
    assert find('<img src="/media/desk-lamp-800.webp" alt="desk-lamp.jpg">', "desk-lamp") == "desk-lamp-800"
    assert find(f'<img src="/media/{NAME}_800.webp" alt="{NAME}-800.jpg">', NAME) is None
    assert find(f'<img src="/media/{NAME}_800.webp" alt="red-fox-forest">', NAME) is None


def test_the_only_picture_of_a_page_that_is_called_so():
    """Before a width in a strange sign, where no title has the number, too."""
    title = "<title>Grey heron lake | Birds</title><h1>{}</h1>"
    assert find(title.format("Grey Heron, Lake") + figure(f"{NAME}_800"), NAME) == f"{NAME}_800"
    assert find(title.format("") + figure(f"{NAME}_800") + card("moss-bed"), NAME) == f"{NAME}_800"
    assert find(title.format("") + figure(f"{NAME}_800") + figure("moss-bed"), NAME) is None
    assert find(title.format("Grey heron lake 800") + figure(f"{NAME}_800"), NAME) is None
    assert find("<title>Herons</title>" + figure(f"{NAME}_800"), NAME) is None
    shown = f'<img src="/media/{NAME}_800.webp" alt="Grey heron, lake">'
    assert find(shown + card("moss-bed"), NAME) == f"{NAME}_800"
    assert find(shown + figure("moss-bed"), NAME) is None
    assert find("<h1>Grey heron lake 800</h1>" + shown, NAME) is None
    assert find(shown.replace("Grey heron, lake", "Grey heron at the lake"), NAME) is None
    for size in ("-800", "_300", "_2000"):
        assert find(title.format("") + figure(f"{NAME}{size}"), NAME) is None


@pytest.mark.parametrize("size", ["1080", "1280"])
def test_a_width_that_people_say_is_a_models_number(size):
    """Whether they call the page so, or the picture."""
    name, shown = "aorus-gtx", f'<img src="/media/aorus-gtx_{size}.webp" width="{size}">'
    assert find(f"<h1>Aorus GTX</h1>{shown}", name) == f"aorus-gtx_{size}"
    assert find(f"<h1>Aorus GTX {size}</h1>{shown}", name) is None
    assert find(f"<title>The Aorus GTX-{size} | Ex</title>{shown}", name) is None
    assert find(shown.replace(">", f' alt="Aorus GTX {size}, front">'), name) is None
