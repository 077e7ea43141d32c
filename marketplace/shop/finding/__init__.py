"""The page of results: what its address asks, what is found, and every way on from there."""
