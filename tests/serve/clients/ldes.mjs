// Replicates the stream that is named first with ldes-client, materialised and in order; writes a
// line of JSON for each member: its statements as N-Quads.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [url, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/`));
const { replicateLDES } = await import(pathToFileURL(require.resolve('ldes-client').replace(/\.cjs$/, '.js')));
const { Writer } = createRequire(pathToFileURL(require.resolve('ldes-client')))('n3');

const client = replicateLDES({ url, materialize: true }, 'ascending');
const writer = new Writer({ format: 'N-Quads' });
for await (const member of client.stream({ highWaterMark: 10 })) {
  process.stdout.write(`${JSON.stringify(writer.quadsToString(member.quads))}\n`);
}
