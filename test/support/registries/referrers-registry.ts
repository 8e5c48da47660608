/** The registry of go-containerregistry: in memory, with the referrers API. */
import { type RunningRegistry, startProgram } from './running.ts';

export async function startReferrersRegistry(program: string): Promise<RunningRegistry> {
  const { match, stop } = await startProgram(program, [], /listening on (127\.0\.0\.1:\d+)/);
  return { host: match[1] ?? '', close: stop };
}
