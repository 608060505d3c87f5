"""Nghị định 30/2020/NĐ-CP as code: its page layout, and pages that follow it."""
