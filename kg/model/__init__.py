"""Our nouns. This package imports the standard library and attrs only, and knows no RDF."""
