import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsSchema, SETTINGS_VERSION, type Settings } from '../../shared/settings/settings.ts';
import type { JournalNotice } from '../journal/journal.ts';
import { nodeDisk } from '../journal/node-disk.ts';

export interface LoadedSettings {
  readonly settings: Settings;
  readonly notice?: JournalNotice;
  /** A file from a newer version is never written over. */
  readonly readOnly: boolean;
}

const defaults = (): Settings => settingsSchema.parse({ version: SETTINGS_VERSION });
/** What nobody can read must not decide that this machine books real parcels. */
const fallback = (): Settings => ({ ...defaults(), mode: 'practice' });

export function settingsPath(home: string): string {
  return join(home, 'station.json');
}

/** Never throws and never destroys: what cannot be used is kept and said. `stamp` names the copy of a broken file; without it no copy is made. */
export function loadSettings(home: string, stamp?: string): LoadedSettings {
  const path = settingsPath(home);
  if (!existsSync(path)) return { settings: defaults(), readOnly: false };
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return broken(home, stamp, error instanceof Error ? error.message : String(error));
  }
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > SETTINGS_VERSION) {
    const detail = `version ${version} in ${path}, this program knows ${SETTINGS_VERSION}`;
    return { settings: fallback(), notice: { code: 'SETTINGS_NEWER', detail }, readOnly: true };
  }
  const parsed = settingsSchema.safeParse(value);
  if (parsed.success) return { settings: parsed.data, readOnly: false };
  const [issue] = parsed.error.issues;
  return broken(home, stamp, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
}

function broken(home: string, stamp: string | undefined, why: string): LoadedSettings {
  const notice = (copy: string): JournalNotice => ({ code: 'SETTINGS_BROKEN', detail: `${why}${copy}` });
  if (stamp === undefined) return { settings: fallback(), notice: notice(''), readOnly: false };
  const copy = join(home, `station.broken-${stamp}.json`);
  copyFileSync(settingsPath(home), copy);
  return {
    settings: fallback(),
    notice: { code: 'SETTINGS_BROKEN', detail: `${why}; copy: ${copy}` },
    readOnly: false,
  };
}

/** Whole or not at all; the former file stays as station.json.bak. */
export function saveSettings(home: string, settings: Settings): void {
  const path = settingsPath(home);
  if (existsSync(path)) copyFileSync(path, `${path}.bak`);
  nodeDisk.writeFileDurably(path, Buffer.from(`${JSON.stringify(settings, null, 2)}\n`));
}
