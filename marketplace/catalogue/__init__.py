"""Categories, products, variants, photos and stock."""
