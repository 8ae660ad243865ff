"""The data folder as a whole: checked across its files, and built into what ships."""
