"""An MLflow artifact store that takes uploads in parts, as S3 does: parts:///FOLDER keeps whole artifacts in FOLDER, and signs
addresses of PARTS_STORE_URL, which keeps the parts in FOLDER/.parts until they are put together."""

import os
import uuid
from pathlib import Path
from urllib.parse import urlparse

from mlflow.entities.multipart_upload import CreateMultipartUploadResponse, MultipartUploadCredential
from mlflow.store.artifact.artifact_repo import MultipartUploadMixin
from mlflow.store.artifact.local_artifact_repo import LocalArtifactRepository


class PartsArtifactRepository(LocalArtifactRepository, MultipartUploadMixin):
    def __init__(self, artifact_uri, *args, **kwargs):
        self.root = Path(urlparse(artifact_uri).path)
        super().__init__(self.root.as_uri(), *args, **kwargs)

    def create_multipart_upload(self, local_file, num_parts, artifact_path=None):
        upload_id = uuid.uuid4().hex
        store = os.environ["PARTS_STORE_URL"]
        credentials = [
            MultipartUploadCredential(url=f"{store}/{upload_id}.{n}?signature=secret", part_number=n, headers={})
            for n in range(1, num_parts + 1)
        ]
        return CreateMultipartUploadResponse(upload_id=upload_id, credentials=credentials)

    def complete_multipart_upload(self, local_file, upload_id, parts=None, artifact_path=None):
        target = self.root / (artifact_path or "") / Path(local_file).name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as whole:
            for part in sorted(parts, key=lambda part: part.part_number):
                content = (self.root / ".parts" / f"{upload_id}.{part.part_number}").read_bytes()
                if part.etag != f'"{len(content)}"':
                    raise ValueError(f"Part {part.part_number}: expected its tag. Received: {part.etag}")
                whole.write(content)

    def abort_multipart_upload(self, local_file, upload_id, artifact_path=None):
        for part in (self.root / ".parts").glob(f"{upload_id}.*"):
            part.unlink()
