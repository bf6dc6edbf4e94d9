"""The delivered tables, one module each for the large ones; `warehouse.registry.deliveries` holds them together."""
