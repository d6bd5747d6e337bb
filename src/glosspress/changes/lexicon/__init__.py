"""Word lists of the comparison, as TOML, read by `glosspress.pins.lexicon.table`."""
