"""Stripe hosted Checkout. The only place that counts rupiah in hundredths, as Stripe does."""
