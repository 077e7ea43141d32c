"""Finding products: the document table, the engines and the indexer."""
