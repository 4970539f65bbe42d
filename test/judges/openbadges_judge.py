"""Verifies an Open Badges 3.0 token with openbadgeslib: usage openbadges_judge.py TOKEN.jwt PUBLIC_KEY.pem"""

import sys

from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

with open(sys.argv[1]) as token, open(sys.argv[2]) as key:
    try:
        credential = OB3Verifier(key.read()).verify(token.read())
        print("verified", credential.issuer.id)
    except OB3VerificationError as error:
        print("refused", error)
