"""The reader: a small encoder that reads a question beside a window of text.

For each window it says whether the question is answered there, and with which exact words.
"""
