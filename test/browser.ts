import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { after } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromium_path, hasChromium } from '../scripts/system-packages.ts';

/** Pages in a real browser: Debian's Chromium, one per test file, ended with it. */

/** Why tests of pages cannot run here, or false; fits `skip:` of node:test. In CI nothing is skipped. */
export function chromiumMissing(): string | false {
  if (process.env['CI'] === 'true' || hasChromium()) return false;
  return 'Chromium is not installed (Debian: apt-get install chromium)';
}

/** What the camera of the browser shows: read when a page opens the camera. */
const camera_file = join(tmpdir(), `guichet-camera-${process.pid}.y4m`);

/**
 * Each context of a headless Chromium is a whole window: without these it starts two processes more than the page needs,
 * which take more than the page. The last such list counts, so the rest is of Playwright's own (chromiumSwitches).
 */
const features_off = [
  ...['PreloadTopChromeWebUI', 'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints'],
  ...['NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
];

// No background traffic: tests run on machines without a way out, and a page must not need one.
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${features_off.join()}`,
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost',
];

/** One camera that shows the film, or so many that show a picture of their own. */
const cameraFlags = (cameras: number | undefined): readonly string[] =>
  cameras === undefined
    ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${camera_file}`]
    : [`--use-fake-device-for-media-stream=device-count=${cameras}`];

/** How long a page may take for anything before the test gives up: machines are slow when they do much at once. */
const patience_ms = 120_000;
const looks_every_ms = 20;

/** By the number of their cameras; undefined: the one with the film. */
const browsers = new Map<number | undefined, Promise<Browser>>();

function browserWith(cameras: number | undefined): Promise<Browser> {
  const open = browsers.get(cameras);
  if (open !== undefined) return open;
  // Playwright gives every browser it launches a profile folder of its own and removes it on closing
  const args = [...flags, ...cameraFlags(cameras)];
  const opening = chromium.launch({ executablePath: chromium_path, args });
  browsers.set(cameras, opening);
  return opening;
}

after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
  rmSync(camera_file, { force: true });
});

/** Puts a film before the camera: YUV4MPEG2, played over and over. */
export function showCamera(film: Uint8Array): void {
  writeFileSync(camera_file, film);
}

export interface PageOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly locale?: string;
  readonly timezone?: string;
  /** pretend cameras in place of the one that shows the film */
  readonly cameras?: number;
  /** Errors that the page may have, each by a part of its text. */
  readonly expectedErrors?: readonly string[];
}

/**
 * Opens a page in a fresh context (own cookies, storage and service workers), runs `work`, closes it.
 * Rejects when the page threw, logged an error, or asked a host other than this machine for anything.
 */
export async function withPage<T>(work: (page: Page) => Promise<T>, options: PageOptions = {}): Promise<T> {
  const browser = await browserWith(options.cameras);
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    locale: options.locale ?? 'fr-FR',
    timezoneId: options.timezone ?? 'Europe/Paris',
    // a message that fades out while axe looks has no contrast: with this, pages fade nothing
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(patience_ms);
  try {
    const page = await context.newPage();
    const errors = watchErrors(page);
    const result = await work(page);
    const unexpected = errors.filter(
      (error) => !options.expectedErrors?.some((part) => error.includes(part)),
    );
    if (unexpected.length > 0) throw new Error(`the page had errors:\n${unexpected.join('\n')}`);
    return result;
  } finally {
    await context.close();
  }
}

/**
 * A browser on a profile of its own that is killed, as by a phone that is out of power, and started again on the same
 * profile: `before` and `after` each see a page of one of the two.
 */
export async function withKilledBrowser(
  before: (page: Page) => Promise<void>,
  afterwards: (page: Page) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-profile-'));
  try {
    await withProcess(folder, before);
    await withProcess(folder, afterwards);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function withProcess(folder: string, work: (page: Page) => Promise<void>): Promise<void> {
  const own = [
    `--user-data-dir=${folder}`,
    '--remote-debugging-port=0',
    '--accept-lang=fr-FR',
    'about:blank',
  ];
  const child = spawn(chromium_path, [...flags, ...cameraFlags(undefined), ...own], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const address = await addressOf(child.stderr);
    const connected = await chromium.connectOverCDP(address);
    const [context] = connected.contexts();
    if (context === undefined) throw new Error('the browser has no context');
    context.setDefaultTimeout(patience_ms);
    await work(await context.newPage());
  } finally {
    // no time to write down anything
    child.kill('SIGKILL');
    await ended;
  }
}

async function addressOf(stderr: Readable): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const found = /^DevTools listening on (ws:.+)$/.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('the browser ended before it listened');
}

/**
 * Waits until an expression in the page is true, or resolves to true. Asked anew from here each time: Playwright's
 * `waitForFunction` asks once from here and then from within the page, whose policy lets nobody evaluate text, so that
 * it fails wherever it has to wait.
 */
export async function until(page: Page, condition: string): Promise<void> {
  const gives_up_at = performance.now() + patience_ms;
  while (!(await page.evaluate<boolean>(`Promise.resolve(${condition}).then(Boolean)`))) {
    if (performance.now() > gives_up_at) throw new Error(`not so in ${patience_ms} ms: ${condition}`);
    await pause(looks_every_ms);
  }
}

function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`thrown: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`logged: ${message.text()} (${message.location().url})`);
  });
  page.on('request', (request) => {
    if (!isLocal(request.url())) errors.push(`asked another host: ${request.url()}`);
  });
  return errors;
}

function isLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  if (!/^(https?|wss?):$/.test(protocol)) return true; // data:, blob:, about:
  return hostname === '127.0.0.1' || hostname === '[::1]' || /(^|\.)localhost$/.test(hostname);
}

/** Keeps a picture of the page as `<name>.png` in the folder that GUICHET_SCREENSHOTS names; else does nothing. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['GUICHET_SCREENSHOTS'];
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
