import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findScaleProtocol, scaleProtocols } from '../registry.ts';
import { lineOfText, textOfLine } from '../tools/line-text.ts';
import { scaleProfiles } from './profiles.ts';
import { resolveDialect } from './scale-protocol.ts';

const root = join(import.meta.dirname, '..', '..');

describe.each(scaleProfiles.map((profile) => [`${profile.family}: ${profile.models}`, profile] as const))(
  '%s',
  (_, profile) => {
    it('names a protocol, settings it has, and a page about it', () => {
      const protocol = findScaleProtocol(profile.protocol);
      if (protocol === undefined) throw new Error(`no protocol ${profile.protocol}`);
      expect(resolveDialect(protocol, profile.dialect)).not.toHaveProperty('problem');
      if (profile.line !== undefined)
        expect(textOfLine(lineOfText(profile.line, protocol.defaultLine))).toBe(profile.line);
      const page = join(root, 'docs', 'devices', profile.page);
      expect(existsSync(page)).toBe(true);
      expect(readFileSync(page, 'utf8')).toContain(profile.protocol);
      expect(profile.evidence).not.toBe('verified');
    });
  },
);

it('every protocol has a profile', () => {
  expect(scaleProtocols.filter(({ name }) => !scaleProfiles.some((p) => p.protocol === name))).toEqual([]);
});

it("the README's table is made from the registry", () => {
  const run = spawnSync(process.execPath, ['scripts/device-table.mjs', '--check'], { cwd: root, encoding: 'utf8' });
  expect([run.status, run.stderr.replace(/^npm warn.*\n/gm, '')]).toEqual([0, '']);
});
