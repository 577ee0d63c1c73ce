import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What passes through the office's door: who is inside, whether it is closing, and the number each visitor gets. */
export class Door {
  /** requests being worked on */
  inside = 0;
  closing = false;
  /** port → dialect at its root; filled once the ports are known */
  readonly ownPorts = new Map<number, string>();
  readonly inside_max: number;
  readonly #prefix = randomBytes(6).toString('hex');
  #count = 0;

  constructor(inside_max: number) {
    this.inside_max = inside_max;
  }

  /** Takes the caller's x-request-id when it is sane, else makes one that no other process makes. */
  requestId(request: IncomingMessage): string {
    const given = request.headers['x-request-id'];
    if (typeof given === 'string' && /^[\w.:+/=@-]{1,128}$/.test(given)) return given;
    this.#count += 1;
    return `${this.#prefix}-${this.#count.toString(36)}`;
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    door: Door;
  }
  interface FastifyContextConfig {
    /** answered even when the office is full or closing */
    probe?: boolean;
  }
}
