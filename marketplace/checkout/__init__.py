"""Cart to purchase, orders and payments in one transaction; the sweep of what expired."""
