"""Pictures of moving skeletons."""
