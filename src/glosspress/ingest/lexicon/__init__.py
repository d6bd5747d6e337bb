"""Words by which pages that are no articles are known, as TOML."""
