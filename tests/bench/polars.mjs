// Runs SQL in Polars: node polars.mjs FOLDER DATA SQL; FOLDER holds node_modules with nodejs-polars, DATA the files that
// the SQL may name, trips and checks. All their columns are text.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [folder, data, sql] = process.argv.slice(2);
const pl = createRequire(resolve(folder, 'package.json'))('nodejs-polars');
const scan = (name) => pl.scanCSV(resolve(data, `${name}.csv`), { inferSchemaLength: 0 });
const result = pl.SQLContext({ trips: scan('trips'), checks: scan('checks') }).execute(sql);
if (result._ldf instanceof Error) throw result._ldf; // the package returns what it should throw
result.sinkCSV('/dev/stdout').collectSync();
