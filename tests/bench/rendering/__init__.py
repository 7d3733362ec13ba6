"""Documents to bytes and pictures, beside other encoders on the same document in the same run."""
