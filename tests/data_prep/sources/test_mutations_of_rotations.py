"""Damaged ASF/AMC, AMASS and DIP files: understood, or one line that names them."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutating import EDITS, FEW, mutated, survives

from data_prep.sources.amass import DATASET as AMASS
from data_prep.sources.asf_amc import DATASET as CMU_ASF_AMC
from data_prep.sources.dip import DATASET as DIP
from data_prep.sources.readers.safe_pickle import read_arrays


def check(dataset, root, clip_id, path, content):
    """Reads a clip of which one file has another content, and puts that back."""
    (recording,) = [r for r in dataset.list_recordings(root) if r.clip_id == clip_id]
    before = path.read_bytes()
    try:
        path.write_bytes(content)
        survives(lambda: dataset.clips_of(recording), path)
    finally:
        path.write_bytes(before)


@FEW
@given(EDITS, st.sampled_from(["02.asf", "02_01.amc"]))
def test_asf_and_amc(small_asf_amc, edits, name):
    path = small_asf_amc / "02" / name
    content = mutated(path.read_bytes(), edits)
    check(CMU_ASF_AMC, small_asf_amc, "02/02_01", path, content)


@FEW
@given(EDITS, st.booleans())
def test_compressed_amc(small_asf_amc, edits, inside):
    path = small_asf_amc / "01" / "01_02.amc.gz"
    content = path.read_bytes()
    if inside:
        plain = mutated(gzip.decompress(content), edits)
        content = gzip.compress(plain, mtime=0)
    else:
        content = mutated(content, edits)
    check(CMU_ASF_AMC, small_asf_amc, "01/01_02", path, content)


@FEW
@given(EDITS)
def test_amass_archives(small_amass, edits):
    path = small_amass / "SSM/s1/jump_poses.npz"
    content = mutated(path.read_bytes(), edits)
    check(AMASS, small_amass, "SSM/s1/jump_poses", path, content)


@FEW
@given(EDITS)
def test_dip_pickles(small_dip, edits):
    path = small_dip / "AMASS_CMU/01_01_02.pkl"
    content = mutated(path.read_bytes(), edits)
    check(DIP, small_dip, "CMU/01_01_02", path, content)


INSTRUCTIONS = st.lists(
    st.one_of(
        st.binary(min_size=1, max_size=3),
        st.sampled_from(
            [
                *(b"cnumpy\nndarray\n", b"cnumpy\ndtype\n", b"c_codecs\nencode\n"),
                *(b"cnumpy.core.multiarray\n_reconstruct\n", b"cnumpy\nscalar\n"),
                *(b"(", b")", b"]", b"}", b"t", b"R", b"b", b"s", b"\x81", b"\x85"),
                *(b"K\x01", b"Vf8\n", b"V<\n", b"U\x08\0\0\0\0\0\0\0\0", b"N", b"."),
            ]
        ),
    ),
    max_size=20,
)


@FEW
@given(INSTRUCTIONS)
def test_pickles_of_random_instructions(tmp_path, instructions):
    path = tmp_path / "random.pkl"
    path.write_bytes(b"".join([b"\x80\x02", *instructions, b"."]))
    survives(lambda: read_arrays(path), path)


@pytest.mark.parametrize("name", ["training", "validation", "test"])
def test_lists(small_dip, name):
    """Any bytes are a list, if a useless one."""
    path = small_dip / f"{name}_fnames.txt"

    @FEW
    @given(EDITS)
    def damage(edits):
        content = path.read_bytes()
        try:
            path.write_bytes(mutated(content, edits))
            survives(lambda: DIP.list_recordings(small_dip), path.parent)
        finally:
            path.write_bytes(content)

    damage()
