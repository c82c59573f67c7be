"""The page of the seq2seq family: its groups, and what is aimed at."""

from benchmarks.table import Page

PAGE = Page(
    title="Speed of the seq2seq family",
    headings={
        "product": "matrix product, float32",
        "martinez": "training step, Martinez et al., tied, residual",
        "attention": "training step, attention thesis",
        "keras_gru": "Keras' GRU layer over 74 frames, forward and backward",
        "pipeline": "input pipeline",
        "conversions": "conversions",
        "evaluation": "evaluation of every test window",
    },
    columns=(
        "seconds",
        "first call",
        "GFLOP",
        "product GFLOP/s",
        "at that rate",
        "ratio",
        "aim",
        "per second",
    ),
    explanation=(
        "Seconds are medians of several calls after the first; the first, which builds "
        "and compiles, stands beside them. On a busy machine they vary, and so do the "
        "ratios.",
        "GFLOP counts matrix products, from shapes; 'product GFLOP/s' is the mean of "
        "what one of 3000³ in TensorFlow reached before and after; 'at that rate' is "
        "their quotient, 'ratio' the seconds over that. Compare ratios between "
        "machines, not seconds.",
        "Aim: at most 0.45 s (H=1024) and 0.05 s (H=256) for a Martinez step on a "
        "machine of 148 GFLOP/s, where its products take 0.16 and 0.012 s. There a "
        "public PyTorch port was measured at 0.72 and 0.07 s (ratios 4.5 and 5.8).",
    ),
)
