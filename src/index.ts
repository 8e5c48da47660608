/** Pacto for Node: everything of the pure core, and the operations that read files. */

export * from './core/index.ts';
export { version } from './version.ts';
