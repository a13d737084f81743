"""What is read: words, figures, tables and the self-contained page."""
