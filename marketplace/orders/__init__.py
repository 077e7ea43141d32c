"""Purchase (one checkout), Order (one stall), its lines and its timeline."""
