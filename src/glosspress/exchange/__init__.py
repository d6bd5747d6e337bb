"""Exchange with translators' tools: formats of texts and of terms. No format knows the ledger."""
