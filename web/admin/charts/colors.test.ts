import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meaning, platformColor, type Ground } from './colors.ts';

/** pages and the panels on them */
const grounds: Readonly<Record<Ground, readonly string[]>> = {
  light: ['#ffffff'],
  dark: ['#242424', '#2e2e2e'],
};

/** Relative luminance of WCAG 2. */
function luminance(color: string): number {
  const parts = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = parts;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const platforms = ['web', 'counter', 'api', 'admin', 'billetweb', 'utick', 'weezevent', 'qtickets', 'caisse'];
const unknown = ['kiosk', 'fnac', 'bourse'];

test('every colour stands out from both grounds by three to one', () => {
  const colors = [...Object.values(meaning), ...[...platforms, ...unknown].map(platformColor)];
  for (const color of colors)
    for (const ground of ['light', 'dark'] as const)
      for (const behind of grounds[ground])
        assert.ok(contrast(color[ground], behind) >= 3, `${color[ground]} on ${behind}`);
});

test('a platform has a colour that no other has, and an unknown one the same each time', () => {
  for (const ground of ['light', 'dark'] as const) {
    const known = new Set(platforms.map((one) => platformColor(one)[ground]));
    assert.equal(known.size, platforms.length);
    for (const one of unknown) assert.ok(!known.has(platformColor(one)[ground]));
  }
  assert.equal(platformColor('kiosk'), platformColor('kiosk'));
});
