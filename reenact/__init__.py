"""What every room needs of the program itself: errors, files, start-up, progress."""
