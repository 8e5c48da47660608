// The yardstick of a graph in image layouts: every layer read and gunzipped, and nothing more.
//   node unpack.mjs DIRECTORY
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const directory = process.argv[2] ?? '.';
for (const name of readdirSync(directory)) {
  const blobs = path.join(directory, name, 'blobs/sha256');
  const index = JSON.parse(readFileSync(path.join(directory, name, 'index.json'), 'utf8'));
  const read = (/** @type {string} */ digest) => readFileSync(path.join(blobs, digest.slice('sha256:'.length)));
  gunzipSync(read(JSON.parse(read(index.manifests[0].digest).toString()).layers[0].digest));
}
