import { afterAll, afterEach, beforeAll } from 'vitest';
import { CloudInProcess } from './cloud-in-process.ts';
import { embeddedDatabase, type TestDatabase } from './databases.ts';
import { MainStation } from './main-station.ts';

/** Nobody listens there: a station without a network. */
export const NOBODYS_URL = 'http://127.0.0.1:9/';

/** A cloud on a real database for the tests of one file, and stations that end with each of them. */
export class StationsAndCloud {
  readonly #running: { stop(): Promise<void> }[] = [];
  #cloud: CloudInProcess | undefined;

  /** @param prepare once the cloud is up, before the first test. */
  constructor(prepare: (cloud: CloudInProcess) => Promise<void> = async () => undefined) {
    let server: TestDatabase;
    beforeAll(async () => {
      server = await embeddedDatabase();
      this.#cloud = await CloudInProcess.start(server.url);
      await prepare(this.#cloud);
    });
    afterAll(async () => {
      await this.#cloud?.stop();
      await server.stop();
    });
    afterEach(async () => {
      for (const one of this.#running.splice(0)) await one.stop();
    });
  }

  get cloud(): CloudInProcess {
    if (this.#cloud === undefined) throw new Error('the cloud is not up before the first test');
    return this.#cloud;
  }

  /** Ended after the test. @param home of a former life, or new. */
  async start({
    home,
    url = this.cloud.url,
  }: { readonly home?: string; readonly url?: string } = {}): Promise<MainStation> {
    const station = await MainStation.start({ url, token: this.cloud.tokens.live }, home);
    this.#running.push(station);
    return station;
  }

  /** The same station after it was ended in peace. */
  async restarted(station: MainStation, url?: string): Promise<MainStation> {
    this.forget(station);
    await station.stop({ keep: true });
    return this.start({ home: station.home, ...(url === undefined ? {} : { url }) });
  }

  endsWithTest(one: { stop(): Promise<void> }): void {
    this.#running.push(one);
  }
  /** The test ends it itself. */
  forget(one: { stop(): Promise<void> }): void {
    const at = this.#running.indexOf(one);
    if (at >= 0) this.#running.splice(at, 1);
  }
}
