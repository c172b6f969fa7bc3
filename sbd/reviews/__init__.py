"""Reviews: what people answered."""
