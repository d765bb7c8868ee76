/* Packed blocks of the file: base64 of gzip, each in an element of its own, unpacked when it is asked for. */

import {fromBase64} from "./base64.ts";
import {decode, type Columns} from "./columns.ts";
import {policy} from "./policy.ts";

export const block = (name: string): string | null => document.getElementById(name)?.textContent?.trim() ?? null;

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

/** A worker that runs a script, and what ends it. */
export function workerOf(script: string): {worker: Worker; end: () => void} {
  const address = URL.createObjectURL(new Blob([script], {type: "text/javascript"}));
  const worker = new Worker(policy.createScriptURL(address) as unknown as string);
  return {worker, end: () => {
    worker.terminate();
    URL.revokeObjectURL(address);
  }};
}

/** The same script runs as the worker: it sees that it has no document. */
function inWorker(packed: string): Promise<Columns> {
  return new Promise((resolve, reject) => {
    const {worker, end} = workerOf(document.getElementById("script")?.textContent ?? "");
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
