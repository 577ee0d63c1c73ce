const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** "Firefox, Windows" of what a browser says of itself; its own words where it is none that we know. */
export function browserOf(user_agent: string): string {
  const named = [browsers, systems].flatMap((table) => {
    const found = table.find(([mark]) => user_agent.includes(mark));
    return found === undefined ? [] : [found[1]];
  });
  return named.length > 0 ? named.join(', ') : user_agent.slice(0, 60) || '–';
}
