import { randomBytes } from 'node:crypto';
import { hashSecret } from '../../electron/services/operator-check.ts';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import type { PreAlert } from '../../shared/reference/reference-data.ts';
import type { Floor } from './floor.ts';

/** Two operators of two shifts and a lead. Badges are told from waybills by their first letters; the lead's PIN is 4711. */
export const floorPeople = {
  chen: { id: 'CHEN', name: 'Chen Min', role: 'operator', badge: 'ID:CHEN0001' },
  zhao: { id: 'ZHAO', name: 'Zhao Lei', role: 'operator', badge: 'ID:ZHAO0002' },
  wang: { id: 'WANG', name: 'Wang Fang', role: 'lead', badge: 'ID:WANG0009' },
} as const;
const PIN = '4711';
/** Cheap for a test; the station takes whatever cost a secret names. */
const COST = 16_384;

/** Publishes people and work; the station knows both when it has pulled. */
export async function publishPeople(floor: Floor, preAlerts: readonly PreAlert[] = []): Promise<void> {
  const { lines, boxes } = builtInReference;
  // One salt for all badges: a badge does not say whose it is.
  const salt = randomBytes(16);
  const operators = await Promise.all(
    Object.values(floorPeople).map(async ({ badge, ...person }) => ({
      ...person,
      badge: await hashSecret(badge, COST, salt),
      pin: await hashSecret(PIN, COST),
    })),
  );
  await floor.admin('/v1/supply', { method: 'PUT', body: JSON.stringify({ lines, boxes, preAlerts, operators }) });
}
