/**
 * Properties are tried on the same inputs in every run, so that a change fails for what it changed. `PACTO_TEST_SEED`
 * sets another seed; a failure prints the one that it had.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.PACTO_TEST_SEED ?? 20_260_101) });
