"""papergraph: a knowledge graph from Markdown reading notes and paper lists."""

__version__ = "0.1.0"
