"""Reading of TOML and CSV files, with the line of everything in them.

Nothing here raises for bad content: whatever is wrong with a file comes back
as :class:`~jobone.core.problems.Problem` values that say where it stands.

Values come from the standard library's ``tomllib``. It forgets where they
stood, so a second, error-tolerant parser (tree-sitter) supplies the lines.
"""

from jobone.core.documents.records import Document, PathKey, Row
from jobone.core.documents.table import parse_csv, read_csv
from jobone.core.documents.text import MAXIMUM_BYTES, read_text
from jobone.core.documents.toml import parse_toml, read_toml

__all__ = [
    "MAXIMUM_BYTES",
    "Document",
    "PathKey",
    "Row",
    "parse_csv",
    "parse_toml",
    "read_csv",
    "read_text",
    "read_toml",
]
