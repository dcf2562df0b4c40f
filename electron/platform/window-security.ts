import { readFile } from 'node:fs/promises';
import { extname, normalize, join, sep } from 'node:path';
import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron';

export const ORIGIN = 'app://floor';

/** Nothing from outside, nothing inline but styles; the page talks to main only through the preload. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

export function webPreferences(
  preload: string,
  packaged: boolean,
): NonNullable<BrowserWindowConstructorOptions['webPreferences']> {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    enableWebSQL: false,
    disableBlinkFeatures: 'Auxclick',
    backgroundThrottling: false,
    devTools: !packaged,
    v8CacheOptions: 'bypassHeatCheck',
  };
}

/** The only permission our page may have: keep its database from being evicted. Everything else is refused, asked or not. */
export function lockPermissions(target: Session): void {
  target.setPermissionRequestHandler((contents, permission, answer) =>
    answer(String(permission) === 'persistent-storage' && isOwn(contents.getURL())),
  );
  target.setPermissionCheckHandler(
    (_contents, permission, origin) => String(permission) === 'persistent-storage' && isOwn(origin),
  );
  target.setDevicePermissionHandler(() => false);
}

export function lockNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event, url) => isOwn(url) || event.preventDefault());
  contents.on('will-frame-navigate', (event) => isOwn(event.url) || event.preventDefault());
  contents.on('will-redirect', (event, url) => isOwn(url) || event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export function isOwn(url: string): boolean {
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'app:' && parsed.host === 'floor';
  } catch {
    return false;
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};

/** Files of the built page, and nothing above them. */
export async function serveFile(root: string, url: string): Promise<Response> {
  const refused = (): Response => new Response('not found', { status: 404 });
  try {
    const parsed = new URL(url);
    if (!isOwn(url)) return refused();
    const path = decodeURIComponent(parsed.pathname);
    const file = normalize(join(root, path === '/' ? 'index.html' : path));
    if (!file.startsWith(root + sep)) return refused();
    const body = await readFile(file);
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
      },
    });
  } catch {
    return refused();
  }
}
