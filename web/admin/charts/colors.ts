/** Colours of charts, each at three to one and more on its ground, as WCAG asks of what is drawn. */

export type Ground = 'light' | 'dark';
export type ChartColor = { readonly [G in Ground]: string };

const blue: ChartColor = { light: '#1864ab', dark: '#4dabf7' };
const green: ChartColor = { light: '#2b8a3e', dark: '#69db7c' };
const orange: ChartColor = { light: '#d9480f', dark: '#ffa94d' };
const grape: ChartColor = { light: '#862e9c', dark: '#da77f2' };
const red: ChartColor = { light: '#c92a2a', dark: '#ff8787' };
const cyan: ChartColor = { light: '#0b7285', dark: '#3bc9db' };
const gray: ChartColor = { light: '#5c636a', dark: '#adb5bd' };
const violet: ChartColor = { light: '#5f3dc4', dark: '#9775fa' };
const pink: ChartColor = { light: '#a61e4d', dark: '#f783ac' };
const brick: ChartColor = { light: '#8a2b06', dark: '#e69672' };
const olive: ChartColor = { light: '#5c6b0a', dark: '#c0eb75' };
const brown: ChartColor = { light: '#7a4a21', dark: '#d8a47f' };

/** A platform has its colour wherever it is drawn, whatever else is drawn beside it. */
const ofPlatforms: Readonly<Record<string, ChartColor>> = {
  ...{ web: blue, counter: green, billetweb: orange, utick: grape },
  ...{ weezevent: red, qtickets: cyan, caisse: brown, api: gray, admin: brick },
};

const others = [violet, pink, olive] as const;

export function platformColor(channel: string): ChartColor {
  const own = Object.hasOwn(ofPlatforms, channel) ? ofPlatforms[channel] : undefined;
  if (own !== undefined) return own;
  const sum = Array.from(channel).reduce((all, letter) => all + (letter.codePointAt(0) ?? 0), 0);
  return others[sum % others.length] ?? violet;
}

/** What is drawn beside one another and is no platform. */
export const meaning = { good: green, quiet: gray, bad: red, plain: brick } as const;
