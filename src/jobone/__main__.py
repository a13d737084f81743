"""Run the command line as ``python -m jobone``."""

from jobone.cli import main

main()
