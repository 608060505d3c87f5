from pathlib import Path

import click

from doc_engine import template
from doc_engine.document_data.cycle_data import CycleData
from doc_engine.vietnamese import number_text
from doc_engine.workbook import ReadingOptions
from office import json_shapes

from .. import console
from .common import json_option, known_templates, reading_options, whole, workbook_argument


@click.command()
@workbook_argument()
@reading_options()
@json_option()
@click.pass_context
def command(ctx: click.Context, file: Path, options: ReadingOptions, as_json: bool) -> None:
    """Tính điểm và kết quả của từng xã từ tệp dữ liệu."""
    known = template.of_the_cycle(known_templates(ctx))
    cycle = whole(file, known, options)
    summary = CycleData(cycle).summary
    if as_json:
        console.out_json(json_shapes.assessment(cycle, summary))
        return
    console.out_table(
        ("Mã", "Đơn vị", "Tự chấm", "Thẩm định", "Kết quả", "Lý do"),
        [
            (
                one.unit.code,
                one.unit.name,
                number_text(one.self_total),
                number_text(one.total),
                "Đạt" if one.recognised else "Chưa đạt",
                "; ".join(one.reasons),
            )
            for one in summary.assessments
        ],
    )
    if cycle.programme.illustrative:
        console.tell("Chú ý: chương trình MINH HỌA, điểm không phải số liệu pháp lý.")
    reached = "vượt" if summary.exceeds(cycle.target_percent) else "chưa vượt"
    console.tell(
        f"{len(summary.recognised)}/{len(summary.assessments)} đơn vị đạt ({number_text(summary.share)}%),"
        f" {reached} mục tiêu {number_text(cycle.target_percent)}%."
    )
