"""What families that predict rotations share: data, export, pictures."""
