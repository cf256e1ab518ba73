"""The database as a website: a Datasette plugin, and starting it."""
