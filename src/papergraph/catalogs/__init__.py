"""Catalogues that were added once: files of millions of records, indexed on disk, looked up by identifier or title."""
