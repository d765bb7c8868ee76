"""Where facts come from that no note says: references in, records out."""
