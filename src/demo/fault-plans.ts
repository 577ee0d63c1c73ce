import type { StaticDecode } from 'typebox';
import { Fault } from '../domain/faults.ts';
import type { sandbox } from './contract.ts';

export type FaultPlan = StaticDecode<(typeof sandbox)['endpoints']['addFault']['body']>;

export interface StandingFault {
  readonly id: number;
  readonly plan: FaultPlan;
  seen: number;
  struck: number;
}

const faults_max = 100;

/** The faults that stand in the sandbox, and which of them a call meets. */
export class FaultPlans {
  readonly #standing = new Map<number, StandingFault & { readonly path: RegExp | undefined }>();
  #last_id = 0;

  add(plan: FaultPlan): StandingFault {
    const { delay_ms, status, drop, body } = plan;
    if (delay_ms === undefined && status === undefined && drop === undefined && body === undefined) {
      throw new Fault('invalid_input', {
        in: 'body',
        path: '',
        message: 'says nothing to do: delay_ms, status, drop or body',
      });
    }
    if (this.#standing.size >= faults_max) throw new Fault('too_large', { faults_max });
    this.#last_id += 1;
    const one = { id: this.#last_id, plan, seen: 0, struck: 0, path: pathPattern(plan.path) };
    this.#standing.set(one.id, one);
    return one;
  }

  list(): StandingFault[] {
    return [...this.#standing.values()].map(({ id, plan, seen, struck }) => ({ id, plan, seen, struck }));
  }

  /** Throws `not_found`. */
  delete(id: number): void {
    if (!this.#standing.delete(id)) throw new Fault('not_found', { fault_id: id });
  }

  clear(): number {
    const many = this.#standing.size;
    this.#standing.clear();
    return many;
  }

  /** What is done to this call: the plans of all faults that strike, the first to say a thing winning. */
  strike(method: string, url: string): FaultPlan | undefined {
    if (this.#standing.size === 0) return undefined;
    const [, dialect = '', path = ''] = /^\/([^/?]*)([^?]*)/.exec(url) ?? [];
    let all: FaultPlan | undefined;
    for (const one of this.#standing.values()) {
      const { plan } = one;
      if (plan.dialect !== undefined && plan.dialect !== dialect) continue;
      if (plan.method !== undefined && plan.method !== method) continue;
      if (one.path !== undefined && !one.path.test(path)) continue;
      one.seen += 1;
      if (one.seen % (plan.every ?? 1) !== 0 || one.struck >= (plan.next ?? Infinity)) continue;
      one.struck += 1;
      all = { ...plan, ...all };
    }
    return all;
  }
}

function pathPattern(path: string | undefined): RegExp | undefined {
  if (path === undefined) return undefined;
  const parts = path.split('*').map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.*')}$`);
}
