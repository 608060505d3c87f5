"""The shipped template pack: administrative documents, one folder a template.

A pack is data. The product finds it by the entry point group `vanthu.templates` and reads its folders; nothing here
imports the product.
"""
