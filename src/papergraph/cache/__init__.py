"""What builds leave in `.papergraph/` for the next one to be quick: data that is checked, and may be deleted."""
