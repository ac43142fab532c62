"""An adapter for a facilitator on a fiat rail, with nothing but the standard library.

All it is given is the base URL of the payment service provider, a key there, and the credentials of
the servers it knows (../../PROTOCOL.md, "Fiat rails"). Where `serve` is called, start yours.
"""

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from facilitator import serve

instances, writing = {}, threading.Lock()


def start(request):
    (network, chain), = request["config"]["chains"].items()
    if not network.startswith("card:"):
        raise LookupError("only cards here, not " + network)
    servers = {known["credential"]: known["accounts"] for known in request["config"].get("servers", [])}
    server = instances[request["instance"]] = serve(network, chain, servers)
    return {"url": "http://127.0.0.1:%d" % server.server_address[1]}


def stop(request):
    for name in [request["instance"]] if "instance" in request else list(instances):
        if name in instances:
            instances.pop(name).shutdown()
    return {}


CAPABILITIES = {"schemes": ["auth-capture"], "networks": ["card:visa"], "extensions": [], "transports": ["http"], "features": ["chain", "instances", "restart"]}
OPS = {"start": start, "stop": stop, "reset": lambda _: {}, "hello": lambda _: {"name": "python-card-facilitator", "version": "1.0.0", "role": "facilitator", "capabilities": CAPABILITIES}}


def answer(line):
    request = json.loads(line)
    try:
        if request["op"] not in OPS:
            raise LookupError("unknown op " + request["op"])
        reply = {"id": request["id"], "ok": True, "result": OPS[request["op"]](request)}
    except Exception as error:
        reply = {"id": request["id"], "ok": False, "error": {"code": "unsupported" if isinstance(error, LookupError) else "failed", "message": str(error)}}
    with writing:
        print(json.dumps(reply), flush=True)


with ThreadPoolExecutor(max_workers=16) as pool:
    for line in sys.stdin:
        pool.submit(answer, line)
