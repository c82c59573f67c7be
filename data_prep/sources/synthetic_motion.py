"""Motion made up from a seed, as a data set."""

from data_prep.dataset import Dataset
from data_prep.synthetic import generator

DATASET = Dataset(
    name="synthetic",
    folders=(),
    layout="",
    offers=("angles", "poses", "keypoints"),
    skeleton=generator.SKELETON,
    rate_hz=generator.RATE_HZ,
    root_kind=generator.ROOT_KIND,
    actions=generator.ACTION_NAMES,
    test_windows="cmu",
    generate=generator.generate,
    options=lambda _: {"generator_version": generator.GENERATOR_VERSION},
    how_to_get="Synthetic motion needs no download: "
    "{python} -m data_prep.build --dataset=synthetic",
)
