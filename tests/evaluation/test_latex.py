"""Tables as LaTeX."""

from evaluation.tables.document import Block, Cell, Document, Row, Table
from evaluation.tables.latex import to_latex

PAGE = Document(
    "Studies & more",
    [],
    [
        Table(
            "Errors, %",
            ["ms", "80/33", "400"],
            [
                Block("Published", [Row("Model_1 *unverified*", [Cell("0.39")] * 2)]),
                Block(
                    "Ours",
                    [
                        Row("Control †", [Cell("1.00±0.10", "best"), Cell("-")]),
                        Row("x_{2}", [Cell("2", "second"), Cell("~3^2")]),
                    ],
                ),
            ],
        )
    ],
    [],
    [Table("Detail", ["", "px/frame²"], [Block("#1", [Row("a\\b", [Cell("$5")])])])],
)

EXPECTED = r"""% Needs \usepackage{booktabs}.

\begin{table}
\centering
\caption{Studies \& more: Errors, \%}
\label{tab:page-1}
\begin{tabular}{lrr}
\toprule
ms & 80/33 & 400 \\
\midrule
\multicolumn{3}{l}{Published} \\
Model\_1 \emph{unverified} & 0.39 & 0.39 \\
\midrule
\multicolumn{3}{l}{Ours} \\
Control \dag{} & \textbf{1.00$\pm$0.10} & - \\
x\_\{2\} & \underline{2} & \textasciitilde{}3\textasciicircum{}2 \\
\bottomrule
\end{tabular}
\end{table}

\begin{table}
\centering
\caption{Studies \& more: Detail}
\label{tab:page-2}
\begin{tabular}{lr}
\toprule
 & px/frame$^2$ \\
\midrule
\multicolumn{2}{l}{\#1} \\
a\textbackslash{}b & \$5 \\
\bottomrule
\end{tabular}
\end{table}
"""


def test_a_page_is_written_with_its_marks_and_characters():
    assert to_latex(PAGE, "page") == EXPECTED
