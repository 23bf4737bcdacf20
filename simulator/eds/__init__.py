"""A certification authority for trying things out: keys, certificates, signatures, OCSP, lists and time stamps."""
