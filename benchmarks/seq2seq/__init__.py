"""Speed of the seq2seq family."""
