// Asks the endpoint that is named first, by sparql-http-client; writes what it understood as JSON.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [endpoint, folder, concept] = process.argv.slice(2);
const found = createRequire(pathToFileURL(`${folder}/`)).resolve('sparql-http-client/ParsingClient.js');
const { default: Client } = await import(pathToFileURL(found));
const client = new Client({ endpointUrl: endpoint });
const rows = `SELECT ?s ?label WHERE { ?s a <${concept}> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }`;
const said = {};
for (const operation of ['get', 'postUrlencoded', 'postDirect']) {
  const got = await client.query.select(rows, { operation });
  said[operation] = got.map((row) => [row.s.value, row.label.value, row.label.language]);
}
said.boolean = await client.query.ask('ASK { ?s ?p ?o }');
said.constructed = (await client.query.construct(`CONSTRUCT WHERE { ?s a <${concept}> }`)).size;
console.log(JSON.stringify(said));
