"""What `stt.analyse` looks at: embedding, gradients, long predictions, the loss."""
