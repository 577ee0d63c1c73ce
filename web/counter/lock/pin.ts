/** As the office takes it. */
export const isPin = (text: string): boolean => /^\d{4,8}$/.test(text);
