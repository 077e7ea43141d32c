"""make search-quality: how good search is, by judged queries, beside the plain library."""
