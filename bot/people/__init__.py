"""Who is who, from the street office's workbook: read, checked row by row, shown, seeded."""
