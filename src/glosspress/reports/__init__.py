"""What steps found out, for persons: Markdown, tables, HTML pages; and as JSON for programs."""
