"""How addresses are written. Source: spec/ffd.md 15 (14, 18, 19)."""

import re

PHONE = re.compile(r"\+\d{1,18}", re.ASCII)
BUYER_PHONE = re.compile(r"\+\d{1,15}", re.ASCII)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
SITE = re.compile(r"(https?://)?[^\s/@]+\.[^\s/@]+(/\S*)?")
