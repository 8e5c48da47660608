import type { PullResult, PushResult, TagsResult } from '../../operations/results.ts';
import { printable } from '../printable.ts';

/** What `push` prints: `Pushed my-service@1.0.0 -> ghcr.io/acme/my-service-pacto:1.0.0` and the digest. */
export function renderPushed(result: PushResult): string {
  const { name, version, ref, digest, status, tags, dryRun } = result;
  const moved = tags.slice(1).filter((tag) => tag.status === 'pushed' || tag.status === 'overwritten');
  const also =
    moved.length === 0 ? '' : `${dryRun ? 'Would tag' : 'Tagged'}: ${moved.map(({ tag }) => tag).join(', ')}\n`;
  if (status === 'conflict') return '';
  if (status === 'identical') return `Already published, identical: ${ref}\n${also}`;
  const [done, would] = status === 'overwritten' ? ['Overwrote', 'Would overwrite'] : ['Pushed', 'Would push'];
  const what = dryRun ? would : done;
  const identity = printable(`${name}@${version}`);
  return `${what} ${identity} -> ${ref}\nDigest: ${digest}\n${also}`;
}

/** What standard error is told about a push that is not quite as it was asked for. */
export function pushWarnings({ ref, tags, warnings }: PushResult): string[] {
  const repository = ref.slice(0, ref.lastIndexOf(':'));
  const conflicts = tags.flatMap(({ tag, status, previous, offered }) => {
    if (status !== 'conflict') return [];
    // Scripts look for this line, which has no code.
    const both = `${offered} here, ${previous} there; use --force to overwrite`;
    return [`artifact already exists with different content: ${repository}:${tag} (${both})`];
  });
  return [...conflicts, ...warnings.map(({ code, message }) => `${code} ${message}`)];
}

/** `Pulled my-service@1.0.0 -> my-service/`. */
export function renderPulled({ name, version, output }: PullResult): string {
  const directory = output.endsWith('/') ? output : `${output}/`;
  return `Pulled ${printable(`${name}@${version}`)} -> ${printable(directory)}\n`;
}

/** One tag a line, and nothing else: for people and for scripts. */
export function renderTags({ tags }: TagsResult): string {
  return tags.map(({ tag }) => `${printable(tag)}\n`).join('');
}

/** What standard error is told where there is nothing to list. */
export function tagsNote({ ref }: TagsResult): string {
  return `${ref} has no version; --all lists other tags`;
}
