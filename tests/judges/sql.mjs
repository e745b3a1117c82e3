// Judges SQL by the grammar of an engine.
//
//     node sql.mjs < statements
//
// stdin   one JSON object per line: {"id", "engine": "trino" or "hive", "sql"}
// stdout  one JSON object per line, in the same order: {"id", "problems": ["line:column message"]}

import { register } from 'node:module'
import { createInterface } from 'node:readline'

// The package is made for bundlers: its imports name folders, and files without their endings.
register('data:text/javascript,' + encodeURIComponent(`
export async function resolve(specifier, context, next) {
  for (const ending of ['', '.js', '/index.js']) {
    try { return await next(specifier + ending, context) } catch (e) { if (ending === '/index.js') throw e }
  }
}`))
const { TrinoSQL, HiveSQL } = await import('dt-sql-parser')
const parsers = { trino: new TrinoSQL(), hive: new HiveSQL() }

for await (const line of createInterface({ input: process.stdin })) {
  if (!line) continue
  const { id, engine, sql } = JSON.parse(line)
  const problems = parsers[engine].validate(sql).map((e) => `${e.startLine}:${e.startColumn} ${e.message}`)
  console.log(JSON.stringify({ id, problems }))
}
