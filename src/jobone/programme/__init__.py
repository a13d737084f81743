"""The frozen model of a maker's programme, read from a folder and checked."""
