/** An error as Odoo's server raises it: the Python class, its message, and the status that JSON-2 gives it. */
export class OdooError extends Error {
  readonly python: string;
  readonly status: number;

  constructor(python: string, message: string, status = 500) {
    super(message);
    this.name = 'OdooError';
    this.python = python;
    this.status = status;
  }
}

export const userError = (message: string): OdooError =>
  new OdooError('odoo.exceptions.UserError', message, 422);
export const validationError = (message: string): OdooError =>
  new OdooError('odoo.exceptions.ValidationError', message, 422);
export const accessError = (message: string): OdooError =>
  new OdooError('odoo.exceptions.AccessError', message, 403);
export const accessDenied = (): OdooError =>
  new OdooError('odoo.exceptions.AccessDenied', 'Access Denied', 403);
export const missingError = (model: string, ids: readonly number[]): OdooError =>
  new OdooError(
    'odoo.exceptions.MissingError',
    `Record does not exist or has been deleted.\n(Record: ${model}(${ids.join(', ')},), User: 2)`,
    404,
  );
export const valueError = (message: string): OdooError => new OdooError('builtins.ValueError', message);
export const notFound = (message: string): OdooError =>
  new OdooError('werkzeug.exceptions.NotFound', message, 404);
export const unprocessable = (message: string): OdooError =>
  new OdooError('werkzeug.exceptions.UnprocessableEntity', message, 422);
