// The yardstick of a graph over a registry: that many manifests and layers, fetched and dropped, eight at a time.
//   node gets.mjs HOST COUNT
import { createHash } from 'node:crypto';
import { Pool } from 'undici';

const [host, count] = process.argv.slice(2);
const pool = new Pool(`http://${host}`, { connections: 8, pipelining: 1 });
const accept = 'application/vnd.oci.image.manifest.v1+json';
let next = 0;

await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (let i = next++; i < Number(count); i = next++) {
      const name = `bench/service-${String(i).padStart(4, '0')}`;
      const manifest = await get(`/v2/${name}/manifests/1.${i % 10}.0`);
      await get(`/v2/${name}/blobs/${JSON.parse(manifest.toString()).layers[0].digest}`);
    }
  }),
);
await pool.close();

/** @param {string} path */
async function get(path) {
  const { statusCode, body } = await pool.request({ method: 'GET', path, headers: { accept } });
  const bytes = Buffer.from(await body.arrayBuffer());
  if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}`);
  createHash('sha256').update(bytes).digest();
  return bytes;
}
