"""The server: a site over HTTP, with content negotiation, for people and for machines."""
