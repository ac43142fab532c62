import { IncomingMessage } from "node:http";

const asksForWebsocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === "websocket";

/**
 * A request that may ask for websockets, and for nothing else: one that would rather go on in HTTP/2, as Java's client says
 * in each first request, is answered as the plain request it is. For Node before 24.9, which has no `shouldUpgradeCallback`
 * and would take the connection from whoever asks for any protocol; it reads this member to know whether.
 */
class Incoming extends IncomingMessage {
  #asks = false;

  get upgrade(): boolean {
    return this.#asks && (this.method === "CONNECT" || asksForWebsocket(this));
  }

  set upgrade(asks: boolean | null) {
    // The constructor of the class above comes before there are members here.
    if (asks !== null) this.#asks = asks;
  }
}

/** Settings of a server whose `upgrade` listeners are told of websockets only. */
export const websocketOnly = { IncomingMessage: Incoming, shouldUpgradeCallback: asksForWebsocket };
