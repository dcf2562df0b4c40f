import { safeStorage } from './electron.ts';
import type { KeyStore } from '../services/station-identity.ts';

/** The operating system's key store through Electron. Ask only after the application is ready. */
export function electronKeyStore(): KeyStore {
  // On Linux without a keyring Electron falls back to a key that is in its source code: that protects nothing and is not called so.
  const plain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  if (plain || !safeStorage.isEncryptionAvailable()) return { kind: 'none' };
  return {
    kind: 'os',
    seal: (text) => safeStorage.encryptString(text).toString('base64'),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  };
}
