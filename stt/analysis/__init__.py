"""What `stt.analyse` looks at: embedding, gradients, long predictions, training loss."""
