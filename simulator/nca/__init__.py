"""The National Certification Authority of the desk: keys for its people, OCSP, time stamps and revocation lists."""
