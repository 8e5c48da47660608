import { InvalidContract } from '../operations/refuse.ts';
import type { World } from './context.ts';
import { findingFromRoot } from './places.ts';
import { errorOf } from './report.ts';

/**
 * A failure as a document of the format that was asked for, so that what reads standard output gets a whole one that says
 * what went wrong; nothing for formats that have no place for it.
 */
export async function failureDocument(
  error: unknown,
  format: string | undefined,
  world: Pick<World, 'cwd' | 'env'>,
): Promise<string> {
  const told = errorOf(error, false);
  const found = error instanceof InvalidContract ? error.findings : [];
  const fromRoot = () => found.map(findingFromRoot(world));
  switch (format) {
    case 'markdown':
      return (await import('../render/findings/markdown.ts')).renderFailureMarkdown(told, found);
    case 'sarif': {
      const { version } = await import('../version.ts');
      return (await import('../render/findings/sarif.ts')).renderFailureSarif(told, fromRoot(), version);
    }
    case 'github':
      return (await import('../render/findings/github.ts')).renderFailureGithub(told, fromRoot());
    case 'junit':
      return (await import('../render/findings/junit.ts')).renderFailureJunit(told, found);
    default:
      return '';
  }
}
