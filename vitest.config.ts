import { defineConfig } from 'vitest/config';
import { define } from './scripts/bundle.mjs';

export default defineConfig({
  define,
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/properties.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
