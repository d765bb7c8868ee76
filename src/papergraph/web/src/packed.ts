/* Packed blocks of the file: base64 of gzip, each in an element of its own, unpacked when it is asked for. */

import {decode, type Columns} from "./columns.ts";
import {policy} from "./policy.ts";

export const block = (name: string): string | null => document.getElementById(name)?.textContent?.trim() ?? null;

/** The bytes that base64 text stands for. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const modern = Uint8Array as unknown as {fromBase64?: (text: string) => Uint8Array<ArrayBuffer>};
  if (modern.fromBase64) return modern.fromBase64(text);
  const binary = atob(text), bytes = new Uint8Array(binary.length);
  for (let k = 0; k < bytes.length; k++) bytes[k] = binary.charCodeAt(k);
  return bytes;
}

export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function unpackText(name: string): Promise<string | null> {
  const packed = block(name);
  return packed === null ? null : new TextDecoder("utf-8", {ignoreBOM: true}).decode(await gunzip(fromBase64(packed)));
}

export async function unpackJson<Told>(name: string): Promise<Told | null> {
  const told = await unpackText(name);
  return told === null ? null : JSON.parse(told) as Told;
}

/** From so many characters on, a worker unpacks, so that the page answers meanwhile. */
const LARGE = 1_000_000;

/** The graph of this page. */
export async function unpackGraph(): Promise<Columns> {
  const packed = block("graph") ?? "";
  if (packed.length > LARGE) {
    try {
      return await inWorker(packed);
    } catch {
      // Some browsers allow no worker to a page from disk; then it is done here.
    }
  }
  return decode(await gunzip(fromBase64(packed)));
}

/** The same script runs as the worker: it sees that it has no document. */
function inWorker(packed: string): Promise<Columns> {
  const source = document.getElementById("script")?.textContent ?? "";
  const address = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
  return new Promise((resolve, reject) => {
    const worker = new Worker(policy.createScriptURL(address) as unknown as string);
    const end = () => {
      worker.terminate();
      URL.revokeObjectURL(address);
    };
    worker.onmessage = ({data}: MessageEvent<Columns | null>) => {
      end();
      if (data) resolve(data);
      else reject(new Error("The graph could not be unpacked."));
    };
    worker.onerror = event => {
      event.preventDefault();
      end();
      reject(new Error(event.message));
    };
    worker.postMessage(packed);
  });
}

/** What the worker does. */
export function serve(): void {
  self.onmessage = async ({data}: MessageEvent<string>) => {
    try {
      const columns = decode(await gunzip(fromBase64(data)));
      const moved = Object.values(columns).filter(ArrayBuffer.isView).map(view => view.buffer as ArrayBuffer);
      self.postMessage(columns, {transfer: moved});
    } catch {
      self.postMessage(null);
    }
  };
}
