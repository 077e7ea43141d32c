"""How fast search is beside the bare library and bare SQL, on one generated city, in one interleaved run."""
