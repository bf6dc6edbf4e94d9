"""The measurement in pure polars: frames in, frames out, no I/O, no Prefect, no clock."""
