"""Articles in, proposed claims out, each with the words that say it."""
