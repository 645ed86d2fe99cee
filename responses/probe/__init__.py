"""What hides in a file: PDFs and pictures are read in a process of their own (`python -m responses.probe pdf`)."""
