import { spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  writeSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';

const CONFIGFS = '/sys/kernel/config/usb_gadget';

export interface GadgetIdentity {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string;
  readonly product: string;
}

export type GadgetFunction =
  | { readonly kind: 'acm' }
  | { readonly kind: 'hid'; readonly descriptor: Uint8Array; readonly reportLength: number }
  | { readonly kind: 'printer' };

/** A USB device made by the kernel itself (libcomposite on dummy_hcd): plugged in and pulled out by a word, its far end in our hands. */
export class Gadget {
  readonly #folder: string;
  readonly #function: string;
  readonly #kind: GadgetFunction['kind'];
  readonly #udc: string;
  #fd: number | undefined;

  constructor(name: string, slot: number, identity: GadgetIdentity, func: GadgetFunction) {
    this.#folder = join(CONFIGFS, name);
    this.#udc = `dummy_udc.${slot}`;
    this.#kind = func.kind;
    mkdirSync(join(this.#folder, 'strings/0x409'), { recursive: true });
    mkdirSync(join(this.#folder, 'configs/c.1'));
    this.#set('idVendor', `0x${identity.vendorId.toString(16)}`);
    this.#set('idProduct', `0x${identity.productId.toString(16)}`);
    this.#set('strings/0x409/manufacturer', 'Weighhouse lab');
    this.#set('strings/0x409/product', identity.product);
    this.#set('strings/0x409/serialnumber', identity.serialNumber);
    this.#function = join(this.#folder, 'functions', `${func.kind}.${name}`);
    mkdirSync(this.#function);
    if (func.kind === 'hid') {
      writeFileSync(join(this.#function, 'protocol'), '0');
      writeFileSync(join(this.#function, 'subclass'), '0');
      writeFileSync(join(this.#function, 'report_length'), String(func.reportLength));
      writeFileSync(join(this.#function, 'report_desc'), func.descriptor);
    }
    symlinkSync(this.#function, join(this.#folder, 'configs/c.1', `${func.kind}.${name}`));
  }

  plug(): void {
    this.#set('UDC', this.#udc);
  }

  unplug(): void {
    // f_hid and f_printer of Linux 6.1 free the far end's node under whoever holds it open, and the kernel crashes at his close.
    if (this.#kind !== 'acm') this.#closeFarEnd();
    this.#set('UDC', '\n');
  }

  /** Node of the far end: what the device's own firmware would hold. */
  get farEnd(): string {
    const read = (file: string): string => readFileSync(join(this.#function, file), 'utf8').trim();
    switch (this.#kind) {
      case 'acm':
        return `/dev/ttyGS${read('port_num')}`;
      case 'hid':
        return `/dev/hidg${read('dev').split(':')[1] ?? '0'}`;
      case 'printer':
        return `/dev/g_printer${existsSync('/dev/g_printer0') ? 0 : ''}`;
    }
  }

  /** From the device to the machine. False when it was not taken: nobody is plugged in or nobody reads. */
  send(bytes: Uint8Array): boolean {
    try {
      this.#fd ??= this.#openFarEnd();
      return writeSync(this.#fd, bytes) === bytes.length;
    } catch (error) {
      this.#mend(error);
      return false;
    }
  }

  /** What the machine has sent and the device has not read yet. */
  receive(limit = 4096): Buffer {
    const buffer = Buffer.alloc(limit);
    try {
      this.#fd ??= this.#openFarEnd();
      return buffer.subarray(0, readSync(this.#fd, buffer, 0, limit, null));
    } catch (error) {
      this.#mend(error);
      return Buffer.alloc(0);
    }
  }

  /** Frees the far end as well; an ACM port would count as taken for ever. */
  remove(): void {
    this.unplugQuietly();
    this.#closeFarEnd();
    unlinkSync(join(this.#folder, 'configs/c.1', this.#function.slice(this.#function.lastIndexOf('/') + 1)));
    rmdirSync(this.#function);
    rmdirSync(join(this.#folder, 'configs/c.1'));
    rmdirSync(join(this.#folder, 'strings/0x409'));
    rmdirSync(this.#folder);
  }

  unplugQuietly(): void {
    try {
      this.unplug();
    } catch {
      // It was not plugged in.
    }
  }

  /** Pulling out hangs up the far end's terminal: it has to be opened again. */
  #mend(error: unknown): void {
    if ((error as { code?: string }).code !== 'EAGAIN') this.#closeFarEnd();
  }

  #closeFarEnd(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #openFarEnd(): number {
    const path = this.farEnd;
    if (this.#kind === 'acm') spawnSync('stty', ['-F', path, 'raw', '-echo']);
    return openSync(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
  }

  #set(file: string, value: string): void {
    writeFileSync(join(this.#folder, file), value);
  }
}
