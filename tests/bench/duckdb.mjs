// SPDX-License-Identifier: MIT
// Runs five-rules.sql: node duckdb.mjs FOLDER-OF-THE-PACKAGE FOLDER-OF-EXPORTS AS-OF THREADS
// and writes {"rule": {"status": count}} to standard output. See side-by-side.sh.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const [packageFolder, exports, asOf, threads] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(`${packageFolder}/`)("@duckdb/node-api");
const sql = readFileSync(fileURLToPath(new URL("five-rules.sql", import.meta.url)), "utf8");
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
await connection.run(`SET VARIABLE folder = ${quoted(exports)}`);
await connection.run(`SET VARIABLE as_of = DATE ${quoted(asOf)}`);
const reader = await connection.runAndReadAll(sql);
const counts = {};
for (const [rule, status, count] of reader.getRows()) {
  counts[rule] ??= {};
  counts[rule][status] = Number(count);
}
process.stdout.write(`${JSON.stringify(counts)}\n`);
