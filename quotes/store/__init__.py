"""The database of who said what: its tables, opening it, writing to it, and the ledger of names."""
