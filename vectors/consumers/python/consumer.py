"""Answers some questions of the x402 vectors with Python's standard library alone.

    x402-conformance vectors verify --cmd "python3 consumer.py"
"""
import base64
import binascii
import json
import re
import sys


def decode_header(shared, input):
    if len(input["values"]) != 1:
        raise ValueError(f"{len(input['values'])} values")
    message = json.loads(base64.b64decode(input["values"][0], validate=True).decode("utf-8", errors="strict"), parse_constant=no_constant)
    if not isinstance(message, dict):
        raise ValueError("not an object")
    return message


def no_constant(name):
    raise ValueError(f"{name} is not JSON")


def encode_header(shared, input):
    return {"header": base64.b64encode(json.dumps(input["message"]).encode("utf-8")).decode("ascii")}


def parse_amount(shared, input):
    if not isinstance(input["amount"], str) or not re.fullmatch(r"0|[1-9][0-9]*", input["amount"]):
        raise ValueError("not a decimal integer without sign or leading zeros")
    return {"value": input["amount"]}


# Here an implementer calls his own code: a question comes in, a result goes out, and an error is a refusal.
OPERATIONS = {"header.decode": decode_header, "header.encode": encode_header, "amount.parse": parse_amount}

for line in sys.stdin:
    question = json.loads(line)
    answer = {"id": question["id"]}
    operation = OPERATIONS.get(question["operation"])
    try:
        if operation is None:
            answer["result"] = "unsupported"
        else:
            answer["output"] = operation(question["shared"], question["input"])
            answer["result"] = "valid"
    except (ValueError, binascii.Error, RecursionError) as error:
        answer["result"] = "invalid"
        answer["note"] = str(error)
    print(json.dumps(answer), flush=True)
