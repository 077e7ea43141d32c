"""Public pages that look at many floors."""
