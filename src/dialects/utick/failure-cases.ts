import { others } from './failure-cases/beside-orders.ts';
import { ordering } from './failure-cases/ordering.ts';
import { products } from './failure-cases/products.ts';
import { requesting } from './failure-cases/requesting.ts';
import { signing } from './failure-cases/signing.ts';

/**
 * What uTick's API refuses here: the README's table of failures, and the test that asks each of them. Words in braces stand
 * for ids of the theatre that the test opens (see `faults.test.ts`).
 */
export interface FailureCase {
  readonly case: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** below `/utick/v1/` */
  readonly path: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  /** the body as it stands, in place of signed fields */
  readonly raw?: string;
  /** the age of the timestamp; 0 unless said otherwise */
  readonly signed_minutes_ago?: number;
  readonly status: number;
  readonly code: number;
}

export const failureCases: readonly FailureCase[] = [
  ...signing,
  ...requesting,
  ...ordering,
  ...products,
  ...others,
];
