"""The clients against a real server on the loopback address, with every fault that a service can have."""
