// The yardstick of impact: the contract of every image layout, unpacked and loaded with js-yaml, and nothing more.
//   node read-contracts.mjs DIRECTORY
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { load } from 'js-yaml';

const directory = process.argv[2] ?? '.';
for (const name of readdirSync(directory)) {
  const blobs = path.join(directory, name, 'blobs/sha256');
  const index = JSON.parse(readFileSync(path.join(directory, name, 'index.json'), 'utf8'));
  const read = (/** @type {string} */ digest) => readFileSync(path.join(blobs, digest.slice('sha256:'.length)));
  const tar = gunzipSync(read(JSON.parse(read(index.manifests[0].digest).toString()).layers[0].digest));
  load(contractIn(tar));
}

/** @param {Buffer} tar */
function contractIn(tar) {
  for (let offset = 0; tar[offset] !== 0; ) {
    const name = tar.toString('latin1', offset, tar.indexOf(0, offset));
    const size = Number.parseInt(tar.toString('latin1', offset + 124, offset + 135), 8);
    if (name === 'pacto.yaml') return tar.toString('utf8', offset + 512, offset + 512 + size);
    offset += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error('there is no pacto.yaml');
}
