"""Nghị định 30/2020/NĐ-CP as code: what the decree prescribes for a page, and pages made to it."""
