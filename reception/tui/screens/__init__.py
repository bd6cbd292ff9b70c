"""The pages: start, desk, help, reasons, log, papers, summary, after hours, palette."""
