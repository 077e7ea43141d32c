"""Pure helpers: rupiah, the clock, labelled enums, slugs, codes. Standard library only."""
