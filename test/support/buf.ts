/** `buf breaking`, which compares two directories of .proto files. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Files } from '../core/interface/support.ts';

const run = promisify(execFile);

/** What buf's rules are about: `wire` what is sent, `json` and `source` what else finds a declaration by its name. */
export type Level = 'wire' | 'json' | 'source';

/** Every rule of buf, by the strictest of its categories; a call or service that is gone is missed on the wire too. */
export async function bufRules(buf: string): Promise<ReadonlyMap<string, Level>> {
  const { stdout } = await run(buf, ['config', 'ls-breaking-rules', '--version', 'v2', '--format', 'json']);
  const rules = jsonLines<{ id: string; categories: readonly string[] }>(stdout);
  return new Map(
    rules.map(({ id, categories }) => {
      if (categories.includes('WIRE') || /^(?:PACKAGE_)?(?:SERVICE|RPC)_NO_DELETE$/.test(id)) return [id, 'wire'];
      return [id, categories.includes('WIRE_JSON') ? 'json' : 'source'];
    }),
  );
}

export interface Annotation {
  /** The id of the rule. */
  readonly type: string;
  /** From 1, in the new program. */
  readonly start_line: number;
}

/**
 * What buf has to say, with all its rules, about the step from one program to the other. Undefined where it cannot read one
 * of them. `directory` is for its use, and is emptied.
 */
export async function bufBreaking(
  buf: string,
  directory: string,
  old: Files,
  fresh: Files,
): Promise<Annotation[] | undefined> {
  rmSync(directory, { recursive: true, force: true });
  const [before, after] = [write(path.join(directory, 'old'), old), write(path.join(directory, 'new'), fresh)];
  const use = ['FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'];
  const config = JSON.stringify({ version: 'v2', breaking: { use } });
  const options = ['--config', config, '--against-config', '{"version":"v2"}', '--error-format', 'json'];
  const stdout = await run(buf, ['breaking', '--against', before, ...options], { cwd: after }).then(
    (done) => done.stdout,
    (failed: { code?: unknown; stdout?: string; stderr?: string }) => {
      // 100 says that there are annotations; 1 is told for message sets too, which it does not know any more.
      if (failed.code === 1 && failed.stderr?.includes('is a MessageSet')) return undefined;
      if (failed.code !== 100) throw new Error(`buf ended with ${failed.code}: ${failed.stderr}`);
      return failed.stdout ?? '';
    },
  );
  if (stdout === undefined) return undefined;
  const annotations = jsonLines<Annotation>(stdout);
  return annotations.some(({ type }) => type === 'COMPILE') ? undefined : annotations;
}

function write(directory: string, files: Files): string {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return directory;
}

function jsonLines<T>(text: string): T[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as T);
}
