"""The server, asked over real HTTP on the loopback address."""
