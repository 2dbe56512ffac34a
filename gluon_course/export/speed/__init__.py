"""How fast a net predicts in each of its forms."""
