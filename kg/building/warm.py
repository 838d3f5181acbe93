"""Loads the parser when it is imported: for the process that others are forked from, and for nothing else."""

from kg.pipeline import get_ready

get_ready()
