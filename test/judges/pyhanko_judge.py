"""Prints what pyHanko says of the one signature in a PDF: usage pyhanko_judge.py FILE.pdf CERTIFICATE.pem"""

import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

with open(sys.argv[1], "rb") as file:
    (signature,) = PdfFileReader(file).embedded_signatures
    trust = ValidationContext(trust_roots=[load_cert_from_pemder(sys.argv[2])], allow_fetching=False)
    status = validate_pdf_signature(signature, trust)
    print(f"intact={status.intact} valid={status.valid} trusted={status.trusted}", end=" ")
    print(f"coverage={status.coverage.name} modification={status.modification_level.name}")
