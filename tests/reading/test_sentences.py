"""Sentences slice out of the text as they stand there."""

from jobone.reading.sentences import MAXIMUM_SENTENCE_CHARACTERS, split_sentences


def texts(text: str) -> list[str]:
    """The sentences of a text."""
    return [sentence.text for sentence in split_sentences(text)]


def test_full_stops_of_abbreviations_and_numbers_end_nothing() -> None:
    assert texts(
        "Aurora Co. Ltd. sold 1.5 million cars in Sept. 2030, Mr. Voss said. It is No. 2."
    ) == [
        "Aurora Co. Ltd. sold 1.5 million cars in Sept. 2030, Mr. Voss said.",
        "It is No. 2.",
    ]


def test_lines_are_paragraphs_unless_the_text_is_wrapped() -> None:
    assert texts("A headline\nA sentence.") == ["A headline", "A sentence."]
    wrapped = (
        "The company will start production of its first car in the second half of\n"
        "next year at a plant that it has built near the coast of the country and\n"
        "that was finished in the spring. It has hired nine hundred people for it\n"
        "and will hire more.\n"
    )
    assert len(texts(wrapped)) == 2


def test_bullets_are_sentences_of_their_own() -> None:
    assert texts("Facts: • Jobs: 1,800 • Start: 2032") == [
        "Facts:",
        "• Jobs: 1,800",
        "• Start: 2032",
    ]


def test_offsets_hold() -> None:
    text = '  "We begin in May," she said.  \n\n- a point\n\nThe end'
    for sentence in split_sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text


def test_what_has_no_full_stop_is_cut() -> None:
    sentences = split_sentences("word " * 5000)
    assert max(len(sentence.text) for sentence in sentences) <= MAXIMUM_SENTENCE_CHARACTERS
    assert sum(sentence.text.count("word") for sentence in sentences) == 5000
