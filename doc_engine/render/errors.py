"""The errors of a template, or of data for it."""

from ..errors import ExitCode, VanthuError


class TemplateRejected(VanthuError):
    """A template that is itself wrong; no data would help."""

    code = "MAU-01"
    exit_code = ExitCode.INPUT
    message = "Mẫu {template} không dùng được{where}: {why}."
    remedy = "Hãy mở tệp .docx của mẫu bằng Word và sửa chỗ đó."


class RenderFailed(VanthuError):
    """Data that cannot fill a template.

    `where` is the text of the paragraph, `why` names the field.
    """

    code = "MAU-02"
    exit_code = ExitCode.INPUT
    message = "Không điền được mẫu {template}{where}: {why}."
    remedy = "Hãy bổ sung hoặc sửa trường dữ liệu được nêu."
