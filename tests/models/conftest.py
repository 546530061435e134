"""A model hub served on this machine: the addresses and headers that huggingface_hub asks for, and real files."""

import hashlib
import json
import shutil
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

BUILTIN = Path(__file__).parents[2] / "translate" / "builtin"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
NAME = "Helsinki-NLP/opus-mt-nl-en"


@dataclass
class Hub:
    """What the hub has and how it misbehaves."""

    folder: Path
    """Holds `owner/model/` folders."""
    endpoint: str = ""
    requests: list = field(default_factory=list)
    """(path, range header) of every file asked for."""
    cut_after: dict = field(default_factory=dict)
    """File name -> bytes after which the connection breaks; used up by one break."""
    spoilt: set = field(default_factory=set)
    """Names of files that arrive with a wrong byte."""
    status: dict = field(default_factory=dict)
    """First part of a path -> status to answer with."""
    knows_ranges: bool = True
    delay_s: float = 0.0
    """Wait before each chunk."""

    def add(self, name, source=BUILTIN):
        """Put a model on the hub."""
        return Path(shutil.copytree(source, self.folder / name))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        """Say nothing."""

    @property
    def hub(self):
        return self.server.hub

    def do_GET(self):
        path = unquote(urlsplit(self.path).path)
        for start, status in self.hub.status.items():
            if path.startswith(start):
                return self.answer(status, b"{}", {"X-Error-Code": "GatedRepo"} if status == 403 else {})
        parts = path.strip("/").split("/")
        if parts[:2] == ["api", "models"]:
            return self.describe("/".join(parts[2:4]), parts[5] if len(parts) > 5 else "main")
        return self.send("/".join(parts[:2]), parts[3], "/".join(parts[4:]))

    def describe(self, name, revision):
        folder = self.hub.folder / name
        if not folder.is_dir():
            return self.answer(404, b'{"error": "Repository not found"}', {"X-Error-Code": "RepoNotFound"})
        if revision not in ("main", COMMIT):
            return self.answer(404, b'{"error": "Invalid rev id"}', {"X-Error-Code": "RevisionNotFound"})
        siblings = [describe_file(path) for path in sorted(folder.iterdir())]
        body = {"_id": "1", "id": name, "sha": COMMIT, "private": False, "tags": [], "siblings": siblings}
        return self.answer(200, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def send(self, name, revision, file):
        path = self.hub.folder / name / file
        asked = self.headers.get("Range")
        self.hub.requests.append((file, asked))
        if not path.is_file() or revision != COMMIT:
            return self.answer(404, b"", {"X-Error-Code": "EntryNotFound"})
        data = bytearray(path.read_bytes())
        if file in self.hub.spoilt:
            data[len(data) // 2] ^= 1
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.hub.knows_ranges else 0
        if start > len(data):
            return self.answer(416, b"")
        rest = bytes(data[start:])
        cut = self.hub.cut_after.pop(file, None)
        return self.answer(206 if start else 200, rest, cut=cut)

    def answer(self, status, body, headers=None, cut=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if cut is not None:
            self.wfile.write(body[:cut])
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif self.hub.delay_s:
            for index in range(0, len(body), 1 << 16):
                threading.Event().wait(self.hub.delay_s)
                self.wfile.write(body[index : index + (1 << 16)])
        else:
            self.wfile.write(body)


def describe_file(path):
    data = path.read_bytes()
    entry = {"rfilename": path.name, "size": len(data)}
    if path.suffix in (".safetensors", ".bin", ".spm"):
        return {
            **entry,
            "blobId": "0" * 40,
            "lfs": {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 134},
        }
    return {**entry, "blobId": hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()}


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Expect connections to break."""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A store of one's own, no cache, no network beyond this machine."""
    monkeypatch.setenv("TRANSLATE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    for name in ("TRANSLATE_OFFLINE", "HF_HUB_OFFLINE", "HF_HUB_CACHE", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    return tmp_path / "home"


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """Serve a hub that has nothing yet."""
    server = Server(("127.0.0.1", 0), Handler)
    server.hub = Hub(folder=tmp_path / "hub", endpoint=f"http://127.0.0.1:{server.server_port}")
    server.hub.folder.mkdir()
    monkeypatch.setenv("HF_ENDPOINT", server.hub.endpoint)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server.hub
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def small(tmp_path):
    """A MarianMT folder of a few kilobytes: untrained, with the built-in model's pieces."""
    import numpy

    folder = tmp_path / "small"
    folder.mkdir()
    for name in ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json"):
        shutil.copy(BUILTIN / name, folder)
    config = json.loads((BUILTIN / "config.json").read_text())
    config.update(
        d_model=4, encoder_layers=0, decoder_layers=0, encoder_attention_heads=1, decoder_attention_heads=1
    )
    (folder / "config.json").write_text(json.dumps(config))
    from safetensors.numpy import save_file

    rng = numpy.random.default_rng(1)
    weights = {"model.shared.weight": rng.normal(size=(config["vocab_size"], 4)).astype("float32")}
    save_file(weights, folder / "model.safetensors")
    return folder
