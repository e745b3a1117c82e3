// Counts RunInstances by account and error code, each eventID once, with DuckDB. Prints CSV.
//   npm install --no-save @duckdb/node-api && node duckdb.mjs FOLDER THREADS
import { DuckDBInstance } from '@duckdb/node-api'

const [folder, threads] = process.argv.slice(2)
const connection = await (await DuckDBInstance.create(':memory:', { threads })).connect()
const rows = await connection.runAndReadAll(`
  SELECT account, error, count(DISTINCT id) AS calls FROM (
    SELECT r.recipientAccountId AS account, coalesce(r.errorCode, '') AS error, r.eventID AS id FROM (
      SELECT unnest(Records) AS r FROM read_json('${folder}/**/*.json.gz', format = 'unstructured', maximum_object_size = 134217728,
        columns = { Records: 'STRUCT(eventName VARCHAR, errorCode VARCHAR, eventID VARCHAR, recipientAccountId VARCHAR)[]' }))
    WHERE r.eventName = 'RunInstances')
  GROUP BY ALL ORDER BY ALL`)
for (const [account, error, calls] of rows.getRows()) console.log(`${account},${error},${calls}`)
