"""The screen “Gói thanh tra”.

Everything about one commune and one year, in one verifiable package.
"""
