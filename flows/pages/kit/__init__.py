"""What the pages share: languages, numbers, statuses, titles, code lists, sources, layout, charts and templates."""
