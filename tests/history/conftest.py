"""Settings of the tests of history: thousands of small fits, each in a process of its own."""

import os

# Before anything imports numpy: threads of linear algebra only get into each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
