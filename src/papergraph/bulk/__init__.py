"""Corpora past the memory of one machine: the same functions as of a build, in one dataflow, on an engine of choice."""
