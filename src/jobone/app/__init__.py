"""The what-if page: move a lever on a local web page, see the promise move."""
