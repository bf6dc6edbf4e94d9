"""What the pages share: numbers, titles, languages, SVG and templates."""
