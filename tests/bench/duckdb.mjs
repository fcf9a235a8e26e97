// Runs SQL in DuckDB, in memory: node duckdb.mjs FOLDER SQL; FOLDER holds node_modules with @duckdb/node-api.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [folder, sql] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(resolve(folder, 'package.json'))('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run('SET enable_progress_bar = false');
await connection.run(sql);
connection.closeSync?.();
