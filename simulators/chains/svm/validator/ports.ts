/** Ports for one validator, which wants a block of them and cannot choose them itself. */
import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { SvmNodeError } from "../errors.ts";

export interface ValidatorPorts {
  /** HTTP. */
  readonly rpc: number;
  /** Pubsub: always `rpc` + 1, because clients derive it so and the validator knows no other. */
  readonly ws: number;
  readonly faucet: number;
  readonly gossip: number;
  /** First port for everything else, included. */
  readonly dynamicFrom: number;
  /** Last one, not included. */
  readonly dynamicTo: number;
}

/** Agave insists on 26 and takes QUIC ports at an offset inside the range; the more there are, the less two validators meet. */
const dynamicPorts = 48;
const blockPorts = 4 + dynamicPorts;
/** Below the ports that Linux, macOS and the BSDs hand out for outgoing connections, above those of known services. */
const lowest = 12_000;
const highest = 31_000;
const mostTries = 50;

/**
 * A block of ports nobody has just now. Somebody may take one before the validator does: then ask again.
 *
 * @param options.random an integer from the first argument, included, to the second, excluded
 * @throws SvmNodeError `svm.port-taken` when there is no such block
 */
export async function findPorts(options: { readonly random?: (from: number, to: number) => number } = {}): Promise<ValidatorPorts> {
  const { random = randomInt } = options;
  for (let tries = 0; tries < mostTries; tries++) {
    const first = random(lowest, highest - blockPorts);
    if (await areFree({ first, count: blockPorts })) {
      return { rpc: first, ws: first + 1, faucet: first + 2, gossip: first + 3, dynamicFrom: first + 4, dynamicTo: first + blockPorts };
    }
  }
  throw new SvmNodeError({
    code: "svm.port-taken",
    message: `There are no ${blockPorts} free ports in a row for a validator.`,
    expected: `${blockPorts} ports, TCP and UDP, between ${lowest} and ${highest}`,
    found: `none in ${mostTries} places`,
    next: "end programs that hold many ports, or use the embedded node (--svm embedded)",
  });
}

async function areFree(options: { readonly first: number; readonly count: number }): Promise<boolean> {
  const ports = Array.from({ length: options.count }, (_, index) => options.first + index);
  const free = await Promise.all(ports.flatMap((port) => [isFreeTcp(port), isFreeUdp(port)]));
  return free.every(Boolean);
}

/** On every interface, because that is where the validator listens. */
async function isFreeTcp(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: "0.0.0.0", exclusive: true });
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    if (server.listening) await new Promise((closed) => server.close(closed));
  }
}

async function isFreeUdp(port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  try {
    socket.bind({ port, address: "0.0.0.0", exclusive: true });
    await once(socket, "listening");
    return true;
  } catch {
    return false;
  } finally {
    await new Promise<void>((closed) => socket.close(closed));
  }
}
