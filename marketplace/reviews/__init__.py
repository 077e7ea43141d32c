"""What buyers say of goods they collected, what the stall answers, what the committee hides."""
