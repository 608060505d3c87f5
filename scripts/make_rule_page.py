"""Write docs/vi/quy-tac.md from the checker's catalogue of rules.

A test compares the page with it.
"""

from pathlib import Path

from doc_engine.nd30.checking import RULES, Rule, Severity
from doc_engine.nd30.checking.looks import LOOKS

PAGE = Path(__file__).parents[1] / "docs" / "vi" / "quy-tac.md"
_LOOK_RULES = {f"{look.prefix}-{number}" for look in LOOKS for number in range(11, 16)}


def page() -> str:
    rules = [rule for rule, _ in RULES.values()]
    looks = "\n".join(_row(rule) for rule in rules if rule.code in _LOOK_RULES)
    others = "\n".join(_row(rule) for rule in sorted(rules, key=lambda one: one.code) if rule.code not in _LOOK_RULES)
    meaning = "\n".join(f"* **{severity.value}**: {text}" for severity, text in _MEANING.items())
    return f"""# Các quy tắc kiểm tra thể thức

Trang này do `scripts/make_rule_page.py` viết ra từ chính chương trình: {len(rules)} quy tắc mà `vanthu check` dùng,
mỗi quy tắc nêu điều khoản của Nghị định 30/2020/NĐ-CP. Cột cuối cho biết `vanthu check --fix` có tự sửa được không;
việc tự sửa không bao giờ đụng đến lời văn.

{meaning}

## Cỡ chữ, kiểu chữ, vị trí của từng thành phần

| mã | mức | điều khoản | quy định | cách sửa | tự sửa |
|---|---|---|---|---|---|
{looks}

## Các quy tắc khác

| mã | mức | điều khoản | quy định | cách sửa | tự sửa |
|---|---|---|---|---|---|
{others}
"""


_MEANING = {
    Severity.ERROR: "trái với lời của Nghị định",
    Severity.WARNING: "thường là trái với Nghị định, hoặc dễ là sơ suất; người soạn xem lại",
    Severity.INFO: "cách làm phổ biến mà Nghị định không nói đến; không cần sửa",
    Severity.UNSURE: "máy không nhận ra, nên không kết luận",
}


def _row(rule: Rule) -> str:
    repairable = "có" if rule.repairable else ""
    return f"| {rule.code} | {rule.severity.value} | {rule.clause} | {rule.title} | {rule.remedy} | {repairable} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
