"""A process that issues one document and prints its path.

python -m tests.support.issuer FOLDER TIME
"""

import secrets
import sys
from datetime import datetime
from pathlib import Path

from doc_engine.document_types import DocumentType
from doc_engine.nd30 import forms
from office.issue import single_documents
from tests.support.documents import head_of
from tests.support.offices import open_office


def main(folder: Path, time: datetime) -> None:
    office = open_office(folder, clock=lambda: time)
    subject = f"Về việc của tiến trình khác {secrets.token_hex(3)}"
    data = {**forms.sample(DocumentType.NOTICE), "ngay": "2024-11-30", "trich_yeu": subject, **head_of("02011")}
    draft = single_documents.new(office, DocumentType.NOTICE, data, "x.json", "02011")
    sys.stdout.write(single_documents.issue(office, draft.id).path + "\n")
    office.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
