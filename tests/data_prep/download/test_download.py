import gzip
import hashlib
import http.server
import re
import threading

import fresh_process
import pytest

from data_prep.datasets import CMU
from data_prep.download import fetch as download
from data_prep.download.sources import RemoteFile, remote_files
from data_prep.splits import CMU_VALIDATION
from reenact.errors import DataError

PATH = "train/walking/walking_1.txt"
CONTENT = b"\n".join([b"0.125," * 116 + b"1"] * 400)
REMOTE = RemoteFile(PATH, len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


class DownloadSource(http.server.ThreadingHTTPServer):
    """Serves one text on 127.0.0.1, with ranges, and breaks off where told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.content = CONTENT
        self.break_after = []  # bytes sent in the first, second, … answer
        self.statuses = []  # refusals of the first, second, … request
        self.ranges = True
        self.requested = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        site, asked = self.server, self.headers.get("Range")
        site.requested.append(asked)
        if site.statuses:
            return self.send_error(site.statuses.pop(0))
        start = int(re.fullmatch(r"bytes=(\d+)-", asked)[1]) if asked else 0
        if not site.ranges:
            start = 0
        size = len(site.content)
        if start >= size:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        self.send_response(206 if asked and site.ranges else 200)
        if asked and site.ranges:
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        self.send_header("Content-Length", str(size - start))
        self.end_headers()
        body = site.content[start:]
        self.wfile.write(body[: site.break_after.pop(0)] if site.break_after else body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(download, "PAUSE_SECONDS", 0.0)
    with DownloadSource() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def fetch_all(site, folder, remote=REMOTE):
    seen = []
    remarks = download.download_all(
        [remote], folder, site.url, lambda *progress: seen.append(progress)
    )
    return remarks, seen


def names(folder):
    return [str(path.relative_to(folder)) for path in folder.rglob("*.*")]


def test_a_file_arrives_whole_with_progress(site, tmp_path):
    remarks, seen = fetch_all(site, tmp_path)
    assert (tmp_path / PATH).read_bytes() == CONTENT
    assert names(tmp_path) == [PATH]
    assert remarks == []
    done = [part for part, _, _ in seen]
    assert done == sorted(done) and 0 < done[0] < done[-1] == 1


def test_what_is_there_is_not_fetched_again(site, tmp_path):
    fetch_all(site, tmp_path)
    fetch_all(site, tmp_path)
    assert site.requested == [None]
    compressed = tmp_path / "other" / f"{PATH}.gz"
    compressed.parent.mkdir(parents=True)
    compressed.write_bytes(gzip.compress(CONTENT))
    fetch_all(site, tmp_path / "other")
    assert site.requested == [None]


def test_a_broken_connection_goes_on_where_it_stopped(site, tmp_path):
    site.break_after = [70_000, 30_000]
    fetch_all(site, tmp_path)
    assert (tmp_path / PATH).read_bytes() == CONTENT
    assert site.requested == [None, "bytes=70000-", "bytes=100000-"]


def test_an_interrupted_download_goes_on_in_the_next_run(site, tmp_path):
    site.break_after = [50_000, 0, 0, 0]
    with pytest.raises(DataError, match=r"closed after 50000 of \d+ bytes"):
        fetch_all(site, tmp_path)
    assert names(tmp_path) == [f"{PATH}.part"]
    fetch_all(site, tmp_path)
    assert names(tmp_path) == [PATH]
    assert (tmp_path / PATH).read_bytes() == CONTENT
    assert site.requested[-1] == "bytes=50000-"


def test_a_server_without_ranges_starts_again(site, tmp_path):
    site.ranges, site.break_after = False, [70_000]
    fetch_all(site, tmp_path)
    assert (tmp_path / PATH).read_bytes() == CONTENT


@pytest.mark.parametrize("size", [REMOTE.size, None])
def test_a_part_that_was_whole_already_is_taken(site, tmp_path, size):
    part = tmp_path / f"{PATH}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(CONTENT)
    fetch_all(site, tmp_path, RemoteFile(PATH, size, REMOTE.sha256))
    assert names(tmp_path) == [PATH]


def test_a_part_of_something_longer_is_thrown_away(site, tmp_path):
    part = tmp_path / f"{PATH}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(CONTENT + b"more")
    fetch_all(site, tmp_path)
    assert (tmp_path / PATH).read_bytes() == CONTENT


def test_a_wrong_checksum_is_refused_and_nothing_stays(site, tmp_path):
    site.content = CONTENT.replace(b"1", b"2", 1)
    with pytest.raises(DataError, match=r"walking_1\.txt\.part: expected sha256"):
        fetch_all(site, tmp_path)
    assert names(tmp_path) == []


def test_a_wrong_file_that_is_there_is_neither_taken_nor_overwritten(site, tmp_path):
    target = tmp_path / PATH
    target.parent.mkdir(parents=True)
    target.write_bytes(b"mine")
    with pytest.raises(DataError, match="remove it to fetch it again"):
        fetch_all(site, tmp_path)
    assert target.read_bytes() == b"mine"
    assert site.requested == []


def test_without_a_checksum_the_file_must_be_readable(site, tmp_path):
    unknown = RemoteFile(PATH, None, None)
    remarks, _ = fetch_all(site, tmp_path, unknown)
    assert remarks == [
        f"{PATH}: readable, checksum not on record: sha256 {REMOTE.sha256}"
    ]
    site.content = b"<html>not found</html>"
    with pytest.raises(DataError, match=r"\.part:1: column 1: expected a finite"):
        fetch_all(site, tmp_path / "other", unknown)
    assert names(tmp_path / "other") == []


def test_a_missing_file_is_refused_at_once_and_a_tired_server_asked_again(
    site, tmp_path
):
    site.statuses = [404]
    with pytest.raises(DataError, match=r"walking_1\.txt: expected .* 404"):
        fetch_all(site, tmp_path)
    assert len(site.requested) == 1
    assert not list(tmp_path.iterdir())  # a folder would be taken for recordings
    site.statuses = [503, 500]
    fetch_all(site, tmp_path)
    assert (tmp_path / PATH).read_bytes() == CONTENT


def test_the_table_covers_the_published_split():
    files = {file.path: file for file in remote_files("cmu")}
    for split, takes in (("train", 5), ("test", 1)):
        for action in CMU.actions:
            for take in range(1, takes + 1):
                files.pop(f"{split}/{action}/{action}_{take}.txt")
    assert all(path.startswith("train/walking_extra/") for path in files)
    assert {f"{name}.txt" for name in CMU_VALIDATION} <= {
        file.path for file in remote_files("cmu") if file.sha256
    }


def test_the_table_fits_the_files_at_hand(cmu_dir):
    checked = [
        file
        for file in remote_files("cmu")
        if download._present(file, cmu_dir / file.path)
    ]
    assert len(checked) == 65
    assert sum(file.sha256 is not None for file in checked) == 65


def test_the_table_of_original_recordings_fits_the_files_at_hand(data_dir):
    folder = data_dir / "cmu_asfamc"
    if not folder.is_dir():
        pytest.skip(f"no ASF/AMC recordings in {data_dir}")
    files = remote_files("cmu_asfamc")
    assert len(files) == 26
    assert all(f.sha256 and download._present(f, folder / f.path) for f in files)


def run(*arguments):
    return fresh_process.command("data_prep.download", *arguments)


@pytest.mark.parametrize("dataset", ["cmu", "cmu_asfamc"])
def test_the_command_ends_with_one_line_on_a_refusal(dataset, site, tmp_path):
    result = run(
        f"--dataset={dataset}", f"--data_dir={tmp_path}", f"--base_url={site.url}"
    )
    assert result.returncode == 1
    last = result.stderr.splitlines()[-1]
    assert last.startswith("error: ") and "expected sha256" in last
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("dataset", "address", "layout"),
    [
        ("h36m", "vision.imar.ro/human3.6m", "S{1,5,6,7,8,9,11}/<action>_{1,2}.txt"),
        ("amass", "amass.is.tue.mpg.de", "<database>/<subject>/<name>.npz"),
        ("dip", "dip.is.tue.mpg.de", "<database>/<name>.pkl"),
    ],
)
def test_licensed_data_is_explained(dataset, address, layout, tmp_path):
    result = run(f"--dataset={dataset}", f"--data_dir={tmp_path}")
    assert result.returncode == 0
    assert "Register at http" in result.stdout and address in result.stdout
    assert f"{tmp_path}/{dataset}/{layout}" in result.stdout
