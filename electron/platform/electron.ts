/** The one module of main that imports Electron. Everything else takes what it needs from here, so that version differences stay in one place. */
export {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  MessageChannelMain,
  net,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  utilityProcess,
} from 'electron';
export type { MessagePortMain, UtilityProcess, WebContents, WebFrameMain } from 'electron';
