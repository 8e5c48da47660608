/** Pages of bundles, made as the program makes them, without it. */
import { createPorts } from '../../src/operations/create-ports.ts';
import { doc } from '../../src/operations/doc.ts';
import { type Page, renderDocumentHtml } from '../../src/render/doc/html/page.ts';

/** The page of a bundle's directory on a machine that reaches no registry. */
export async function documentPage(directory: string): Promise<Page> {
  const { result, bundle } = await doc(createPorts({ cwd: directory }), { reference: '.' });
  return renderDocumentHtml(result, {
    readFile(path) {
      const read = bundle.read(path);
      return read.kind === 'file' ? read.bytes : undefined;
    },
  });
}
