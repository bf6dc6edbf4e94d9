"""What the pages share: languages, numbers, titles, code lists, sources, SVG and templates."""
