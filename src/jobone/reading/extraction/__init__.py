"""From a file to the text that a reader of it sees."""

from jobone.reading.extraction.files import read_article

__all__ = ["read_article"]
