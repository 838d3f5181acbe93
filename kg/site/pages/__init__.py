"""The pages, one noun a file: each takes what it needs from the graph and says which template draws it."""
