"""Jinja's and Python's messages about an expression, in Vietnamese."""

import re

_WORDS: tuple[tuple[str, str], ...] = (
    (r"No filter named '(.*?)'.*", 'không có bộ lọc "{0}"'),
    (r"No test named '(.*?)'.*", 'không có phép thử "{0}"'),
    (
        r"Expected an expression, got 'end of (?:print )?statement( block)?'",
        "thẻ trống, hoặc thiếu vế sau của phép tính",
    ),
    (r"Expected an expression, got '(.*)'", 'gặp "{0}" ở chỗ phải có tên trường hoặc giá trị'),
    (r"expected token 'end of (?:print )?statement(?: block)?', got '(.*)'", 'gặp "{0}" ở chỗ thẻ phải hết'),
    (r"expected token '(.*)', got 'end of .*'", 'thẻ hết mà còn thiếu "{0}"'),
    (r"expected token '(.*)', got '(.*)'", 'cần "{0}" mà gặp "{1}"'),
    (r"unexpected char (.+?) at \d+", "có dấu {0} không dùng được trong thẻ"),
    (r"unexpected '(.*)', expected '(.*)'", 'gặp "{0}" mà đang cần "{1}"'),
    (r"unexpected '(.*)'", 'dư dấu "{0}"'),
    (r"unexpected end of template.*", "mẫu hết mà còn thẻ chưa đóng"),
    (r"Encountered unknown tag '(.*?)'.*looking for.*?'(\w+)'.*", 'gặp "{0}" mà khối đang mở cần "{1}"'),
    (r"Encountered unknown tag '(.*?)'.*", 'không có lệnh "{0}"'),
    (r"Unexpected end of template\..*?(?:looking for|tag).*?'(\w+)'.*", 'khối chưa đóng, còn thiếu "{0}"'),
    (r"Unexpected end of template.*", "khối chưa đóng"),
    (r"Missing end of (.*) directive", "thẻ mở mà không đóng ({0})"),
    (r"'(\w+)' is undefined", 'dữ liệu không có trường "{0}"'),
    (r"'(?:dict|\w+) object' has no (?:attribute|element) '?(.*?)'?", 'không có trường "{0}"'),
    (r".*can only concatenate.*|unsupported operand type.*|must be str, not .*", "không tính được chữ với số"),
    (r"'(?:\w+)' object is not iterable", "không lặp được trên một giá trị đơn"),
    (r"'(?:\w+)' object is not (?:callable|subscriptable)", "dùng sai một giá trị đơn"),
    (r".*division by zero.*|.*DivisionByZero.*", "chia cho 0"),
    (r"access to attribute '(.*?)' of .*", 'không được dùng "{0}"'),
    (r"not enough values to unpack.*|too many values to unpack.*", "số tên sau for không khớp với danh sách"),
    (r".*'(<|>|<=|>=)' not supported between instances.*", "không so sánh được chữ với số"),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in _WORDS)


def in_vietnamese(message: str) -> str:
    """A message in Vietnamese; one that is not known stays as it is."""
    for pattern, words in _COMPILED:
        match = pattern.fullmatch(message.strip())
        if match is not None:
            return words.format(*match.groups())
    return message
