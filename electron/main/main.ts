import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { handleCommand } from '../ipc/ipc-gate.ts';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  MessageChannelMain,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  utilityProcess,
  type WebContents,
} from '../platform/electron.ts';
import {
  isOwn,
  lockNavigation,
  lockPermissions,
  ORIGIN,
  serveFile,
  webPreferences,
} from '../platform/window-security.ts';
import { openLog } from '../services/log-file.ts';
import { loadSettings } from '../services/settings-file.ts';
import { modeOf, PROFILE_PX_PER_MM, type Settings } from '../../shared/settings/settings.ts';
import { electronKeyStore } from '../platform/key-store.ts';
import { Station } from './station.ts';

declare const WEIGHHOUSE_TEST_BUILD: boolean;
declare const WEIGHHOUSE_VERSION: string;

const dist = resolve(__dirname, '..');
const home =
  process.env['WEIGHHOUSE_HOME'] ??
  join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'weighhouse');
const debugging =
  app.commandLine.hasSwitch('remote-debugging-port') || app.commandLine.hasSwitch('remote-debugging-pipe');
const mayDebug = WEIGHHOUSE_TEST_BUILD || (!app.isPackaged && process.env['WEIGHHOUSE_TEST'] === '1');

/** No fuse stops the remote debugging switches: the program does. */
if (debugging && !mayDebug) {
  process.stderr.write('remote debugging is not allowed\n');
  app.exit(3);
}

mkdirSync(home, { recursive: true });
// One station, one data folder: the lock belongs to the folder, not to the program.
app.setPath('userData', join(home, 'electron'));
const { settings } = loadSettings(home);
const mode = modeOf(settings);
// Practice and live never share a browser profile: another IndexedDB, another cache.
app.setPath('sessionData', join(home, mode, 'session'));

if (!app.requestSingleInstanceLock()) {
  process.stderr.write('Weighhouse is already running on this data folder; its window was brought to the front.\n');
  app.exit(0);
} else {
  Menu.setApplicationMenu(null);
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  void run();
}

async function run(): Promise<void> {
  const log = openLog(home);
  await app.whenReady();
  log('start', { version: WEIGHHOUSE_VERSION, electron: process.versions['electron'], mode });
  const shown: { window?: BrowserWindow } = {};
  // Fonts, a thread and WebAssembly are opened by path from native code: outside of the archive.
  const unpacked = dist.replace(/app\.asar(?=[\\/]|$)/, 'app.asar.unpacked');
  const hostFiles = [
    join(unpacked, 'assets', 'fonts'),
    join(unpacked, 'wasm'),
    join(unpacked, 'device-host', 'carrier.cjs'),
  ];
  const station = new Station({
    home,
    version: WEIGHHOUSE_VERSION,
    build: createHash('sha256').update(readFileSync(__filename)).digest('hex'),
    runtime: `Electron ${process.versions['electron']} Chromium ${process.versions['chrome']} Node ${process.versions.node}`,
    env: process.env,
    log,
    keyStore: electronKeyStore(),
    spawnHost: () =>
      utilityProcess.fork(join(dist, 'device-host', 'host.cjs'), hostFiles, {
        serviceName: 'weighhouse-devices',
        stdio: 'inherit',
      }),
    emit: (event, payload) => {
      const { window } = shown;
      if (window !== undefined && !window.isDestroyed()) window.webContents.send(`weighhouse:${event}`, payload);
    },
    openStream: (sender) => {
      const contents = sender as WebContents;
      if (contents.isDestroyed()) return undefined;
      const { port1, port2 } = new MessageChannelMain();
      contents.postMessage('weighhouse:scale-port', null, [port1]);
      return port2;
    },
  });
  lockPermissions(session.defaultSession);
  protocol.handle('app', (request) => serveFile(join(dist, 'renderer'), request.url));
  ipcMain.handle('weighhouse', (event, name: unknown, input: unknown) =>
    handleCommand(station.handlers, isOwn, event, name, input),
  );
  app.on('web-contents-created', (_event, contents) => lockNavigation(contents));
  app.on('child-process-gone', (_event, details) => log('child-process-gone', details));
  app.on('second-instance', () => {
    const { window } = shown;
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  const started = station.start();
  shown.window = openWindow(settings.display, log);
  powerSaveBlocker.start('prevent-display-sleep');
  await started;
  log('ready', { mode: station.mode });
  let stopping = false;
  const quit = (): void => {
    if (stopping) return;
    stopping = true;
    void station.stop().finally(() => app.exit(0));
  };
  app.on('window-all-closed', quit);
  app.on('before-quit', (event) => {
    event.preventDefault();
    quit();
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, quit);
}

/** Sizes of the page are made for PROFILE_PX_PER_MM: on a panel with other dots it is drawn larger or smaller, so that a key stays 20 mm. */
function openWindow(
  { pxPerMm = PROFILE_PX_PER_MM, fullscreen }: Settings['display'],
  log: (event: string, detail?: unknown) => void,
): BrowserWindow {
  const { width, height } = screen.getPrimaryDisplay().workAreaSize;
  const window = new BrowserWindow({
    width,
    height,
    x: 0,
    y: 0,
    show: false,
    backgroundColor: '#FBFBF9',
    title: 'Weighhouse',
    autoHideMenuBar: true,
    fullscreen,
    frame: process.env['WEIGHHOUSE_FRAME'] !== '0',
    webPreferences: {
      ...webPreferences(join(dist, 'preload', 'preload.cjs'), app.isPackaged),
      zoomFactor: pxPerMm / PROFILE_PX_PER_MM,
    },
  });
  window.once('ready-to-show', () => {
    window.maximize();
    window.show();
  });
  window.webContents.setVisualZoomLevelLimits(1, 1).catch(() => undefined);
  let reloads: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    log('render-process-gone', details);
    const now = Date.now();
    reloads = [...reloads.filter((at) => now - at < 60_000), now];
    // Every record is in the journal: a new page rebuilds what the old one showed. Three times a minute, then a person is called.
    if (reloads.length <= 3) window.webContents.reload();
    else void window.loadURL(`${ORIGIN}/call-lead.html`);
  });
  window.webContents.on('unresponsive', () => log('unresponsive'));
  void window.loadURL(`${ORIGIN}/`);
  return window;
}
