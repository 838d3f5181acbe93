"""Tests of the publication files."""
