"""XML in pieces: what can be in a long part, and what is read of it."""

import pytest

from responses.uploads import markup

WORDS = [b"webservice"]


@pytest.mark.parametrize(
    ("pieces", "may"),
    [
        ([b"<?xml version='1.0'?><f>A1</f>"], False),
        ([b"\xef\xbb\xbf<?xml version='1.0'?><f>A1</f>", b"<f>&amp;&lt;</f>"], False),
        ([b"<f>WebService(A1)</f>"], True),
        ([b"<f>WEB", b"SERVICE(A1)</f>"], True),
        ([b"<f>WEB", b"S", b"ERVICE(A1)</f>"], True),
        ([b"<f>WEB&", b"#83;ERVICE(A1)</f>"], True),
        ([b"<f>WEB<", b"![CDATA[SERVICE]]>(A1)</f>"], True),
        ([b"<f>WEB<", b"?x?>SERVICE(A1)</f>"], True),
        ([b"<\0f\0>\0"], True),
    ],
)
def test_may_say_finds_a_word_over_the_border_of_pieces_and_every_way_to_disguise_one(pieces, may):
    assert markup.may_say(pieces, WORDS) is may


def test_read_joins_what_is_in_pieces_and_names_without_prefix():
    seen, heard = [], []

    markup.read(
        [b"<a><x:f y:b='&#68;", b"DE'>D<![CDATA[D]]><", b"c/>E&#33;</x:f>", b"<g>not this</g></a>"],
        lambda *element: seen.append(element),
        {"f": heard.append},
    )

    assert seen == [("a", {}), ("f", {"y:b": "DDE"}), ("c", {}), ("g", {})]
    assert heard == ["DDE!"]
