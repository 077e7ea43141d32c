"""How long pages take when the city grows: a generated catalogue, and the pages measured over it."""
