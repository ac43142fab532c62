"""A facilitator for cards, with nothing but the standard library.

It is small, not complete: it forgets everything when it ends, leaves holds to lapse, and trusts the
provider to watch over single-use tokens and card numbers. The suite finds all of it: the adapter declares
the feature `restart`, so that it is asked what it still knows after one.
"""

import json
import re
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

def psp(provider, path, body, key):
    """One call to the provider: (status, answer). A connection that breaks raises OSError."""
    headers = {"Authorization": "Bearer " + provider["key"], "Content-Type": "application/json", "Idempotency-Key": key}
    try:
        with urllib.request.urlopen(urllib.request.Request(provider["url"] + path, json.dumps(body).encode(), headers), timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def defect(config, network, body):
    """Why a request cannot be a card payment, or None."""
    payment, wanted = body["paymentPayload"], body["paymentRequirements"]
    payload, extra = payment["payload"], wanted.get("extra", {})
    if body["x402Version"] != 2 or payment["x402Version"] != 2:
        return "invalid_x402_version"
    if wanted["scheme"] != "auth-capture" or payment["accepted"]["scheme"] != wanted["scheme"]:
        return "unsupported_scheme"
    if wanted["network"] != network or payment["accepted"]["network"] != network:
        return "invalid_network"
    if extra.get("psp") not in config["providers"] or extra.get("paymentFlow") != "escrow" or not re.fullmatch("[1-9][0-9]{0,14}", wanted["amount"]):
        return "invalid_payment_requirements"
    named = re.fullmatch("[A-Za-z0-9_-]{16,128}", payload.get("paymentId", "")) and (payload.get("token") or payload.get("type"))
    return None if named else "invalid_payload"


def settle(instance, body, accounts):
    wanted, payload = body["paymentRequirements"], body["paymentPayload"]["payload"]
    provider = instance["config"]["providers"][wanted["extra"]["psp"]]
    known, key = instance["payments"], "%s/%s" % (wanted["payTo"], payload["paymentId"])
    payment = known.setdefault(key, {"lock": threading.Lock()})
    with payment["lock"]:
        if "type" not in payload:
            if payment.setdefault("terms", (payload["token"], wanted["amount"], wanted["asset"])) != (payload["token"], wanted["amount"], wanted["asset"]):
                return "invalid_payload", ""
            order = {"amount": int(wanted["amount"]), "currency": wanted["asset"], "merchant_account": wanted["payTo"], "payment_method": payload["token"],
                     "capture_method": "manual", "confirm": True, "on_authentication": "fail", "transaction_indicator": "x402"}
            if "hold" not in payment:
                payment["hold"] = psp(provider, "/v1/payment_intents", order, key)
            status, answer = payment["hold"]
            if status == 200 and answer["status"] == "requires_capture":
                return None, answer["id"]
            return "card_authentication_required" if answer.get("error", {}).get("code") == "authentication_required" else "card_declined", ""
        if payload["type"] not in ("capture", "void") or wanted["payTo"] not in accounts or "hold" not in payment or payment["hold"][0] != 200:
            return "invalid_payload", ""
        if payment.setdefault("end", payload) != payload or int(payload.get("amount", 0)) > int(payment["terms"][1]):
            return "invalid_payload", ""
        identifier = payment["hold"][1]["id"]
        call = ("/capture", {"amount_to_capture": int(payload["amount"])}) if payload["type"] == "capture" else ("/cancel", {})
        status, answer = psp(provider, "/v1/payment_intents/" + identifier + call[0], call[1], key + payload["type"])
        return (None if answer.get("status") in ("succeeded", "canceled") else "settlement_pending"), identifier


class Face(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    log_message = lambda *_: None

    def reply(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        kind = {"x402Version": 2, "scheme": "auth-capture", "network": self.server.network, "extra": {"psps": sorted(self.server.instance["config"]["providers"])}}
        self.reply(200, {"kinds": [kind], "extensions": [], "signers": {}})

    def do_POST(self):
        instance, network = self.server.instance, self.server.network
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        accounts = instance["servers"].get(self.headers.get("Authorization", "")[len("Bearer "):], [])
        verify, reason, identifier, status = self.path == "/verify", None, "", 200
        try:
            body = json.loads(text)
            reason = defect(instance["config"], network, body)
        except (ValueError, KeyError, TypeError, AttributeError):
            body, reason = {}, "invalid_payload"
        status = 400 if reason == "invalid_payload" else 200
        try:
            if not verify and reason is None:
                reason, identifier = settle(instance, body, accounts)
        except (OSError, ValueError, KeyError):
            status, reason = 500, "unexpected_settle_error"
        failed = {} if reason is None else {"invalidReason" if verify else "errorReason": reason}
        done = {"amount": body["paymentPayload"]["payload"].get("amount", body["paymentRequirements"]["amount"])} if reason is None else {}
        self.reply(status, {"isValid": reason is None, **failed} if verify else {"success": reason is None, **failed, **done, "transaction": identifier, "network": network})


def serve(network, config, servers):
    """Serves on a free port. `config` is the chain's of start, `servers` has accounts by credential. Returns the server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Face)
    server.network, server.instance = network, {"config": config, "servers": servers, "payments": {}}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
