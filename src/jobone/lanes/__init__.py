"""Several runs side by side in the lanes of a vector, and how what runs them is compiled."""
