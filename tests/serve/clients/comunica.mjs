// Asks the endpoint that is named first, by Comunica; writes what it understood as JSON.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [endpoint, folder, concept] = process.argv.slice(2);
const found = createRequire(pathToFileURL(`${folder}/`)).resolve('@comunica/query-sparql');
const { QueryEngine } = (await import(pathToFileURL(found))).default;
const engine = new QueryEngine();
const said = { type: 'sparql', value: endpoint };
const rows = `SELECT ?s ?label WHERE { ?s a <${concept}> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }`;

const bindings = async (sources, text) =>
  (await (await engine.queryBindings(text, { sources })).toArray()).map((row) => [
    row.get('s').value, row.get('label').value, row.get('label').language,
  ]);
const quads = async (text) => (await (await engine.queryQuads(text, { sources: [said] })).toArray()).length;

console.log(JSON.stringify({
  rows: await bindings([said], rows),
  // Without being told what it is, Comunica asks for the description of the service.
  found: await bindings([endpoint], rows),
  boolean: await engine.queryBoolean('ASK { ?s ?p ?o }', { sources: [said] }),
  constructed: await quads(`CONSTRUCT WHERE { ?s a <${concept}> }`),
}));
