/** A ticket that another system has sold, as a file tells it. */
export interface ForeignRecord {
  /** where it stands in the file, from 1, for messages */
  readonly row: number;
  /** the other system's own names for the order and for the ticket */
  readonly order_ref: string;
  readonly ticket_ref: string;
  readonly event: ForeignThing;
  readonly price: ForeignThing & { readonly code?: string | undefined };
  /** ms */
  readonly sold_at: number;
  /** minor units */
  readonly amount: number;
  readonly paid: boolean;
  readonly barcode: string | undefined;
  readonly holder: ForeignPerson;
  readonly buyer: ForeignPerson;
  /** ms; null: not used */
  readonly used_at: number | null;
  /** refunded or cancelled at the source: it is not taken in */
  readonly ended: boolean;
}

export interface ForeignPerson {
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
}

export interface ForeignThing {
  /** the other system's id; undefined where the file has the name alone */
  readonly ref: string | undefined;
  readonly name: string;
}

/** What was wrong with a row of a file. */
export interface RowProblem {
  readonly row: number;
  readonly message: string;
}
