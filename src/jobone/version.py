"""The version of the product."""

__version__ = "0.3.0"
