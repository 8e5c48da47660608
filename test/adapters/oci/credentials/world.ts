/** A home directory with the files and the programs of a test, and the chain of credentials in it. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export interface Home {
  /** Absolute. */
  readonly directory: string;
  readonly env: Record<string, string>;
  /** Writes a file below the home directory: text or bytes, or JSON of anything else. */
  readonly file: (name: string, content: unknown) => string;
  /** Puts a shell script on the PATH. */
  readonly script: (name: string, text: string) => string;
}

/** A home directory that goes away with the test. The PATH begins with its `bin`. */
export function makeHome(): Home {
  const directory = mkdtempSync(path.join(tmpdir(), 'pacto-home-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const bin = path.join(directory, 'bin');
  mkdirSync(bin);
  function file(name: string, content: unknown): string {
    const target = path.join(directory, name);
    mkdirSync(path.dirname(target), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(target, isRaw ? content : JSON.stringify(content));
    return target;
  }
  return {
    directory,
    env: { HOME: directory, PATH: `${bin}${path.delimiter}/usr/bin${path.delimiter}/bin` },
    file,
    script(name, text) {
      const target = file(path.join('bin', name), `#!/bin/sh\n${text}\n`);
      chmodSync(target, 0o755);
      return target;
    },
  };
}

/** The `auth` of a file. */
export function auth(text: string): { auth: string } {
  return { auth: Buffer.from(text).toString('base64') };
}
