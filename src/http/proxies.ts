import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Which peers are believed when they say for whom they ask. Takes addresses and networks. */
export class TrustedProxies {
  readonly #list = new BlockList();

  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address = '', prefix] = network.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      if (prefix === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(prefix), family);
    }
  }

  trusts(address: string | undefined): boolean {
    if (address === undefined) return false;
    const family = isIP(address);
    return family !== 0 && this.#list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  }

  /** The host that the client asked for: a trusted proxy may name it, the first of a list being the client's own. */
  hostOf(request: IncomingMessage): string | undefined {
    const forwarded = request.headers['x-forwarded-host'];
    if (typeof forwarded !== 'string' || !this.trusts(request.socket.remoteAddress))
      return request.headers.host;
    const first = forwarded.split(',')[0]?.trim() ?? '';
    return /^[\w.:[\]-]{1,255}$/.test(first) ? first : request.headers.host;
  }
}
