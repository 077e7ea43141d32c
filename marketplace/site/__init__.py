"""Help, health, robots and the sitemap."""
