"""Many sessions to what they say of a user's skills: counted, pooled, kept in calibration.json.

`file` stands alone: an audit reads a calibration without what made it.
"""
