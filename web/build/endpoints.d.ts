declare module 'virtual:endpoints' {
  /** the endpoints of the contract `api` by name; paths are whole, with their parameters in braces */
  const table: Readonly<Record<string, readonly [method: string, path: string]>>;
  export default table;
}
