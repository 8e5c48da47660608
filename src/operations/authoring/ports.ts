import type { Ports } from '../ports.ts';

/** What writing contracts needs of the outside world. */
export interface AuthoringPorts extends Ports {
  /** The absolute path of what may be read, or written. Throws where it may not. */
  readonly place: (path: string, purpose: 'read' | 'write') => string;
  /** Absolute; relative paths are relative to it. */
  readonly cwd: string;
  readonly signal: AbortSignal;
}
