// Judges JSON documents against a JSON Schema (draft 2020-12, formats asserted).
//
//   node schema.mjs SCHEMA < cases
//
// stdin   one JSON object per line: {"id": any, "document": text of the document}
// stdout  one JSON object per line, in the same order:
//         {"id", "valid", "errors": [{"path": JSON pointer, "keyword", "message"}]}
// A line or a document that is not JSON gives the keyword "input" or "json" with path "".
// Exit code 2 and a line on stderr when the schema itself is unusable: unreadable, unknown keywords or
// formats, keywords without a type. Other than in ajv's full strict mode a type may be a list and
// "required" may name members that are described elsewhere, as in "anyOf": [{"required": [...]}].

import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

function compile(path) {
  const ajv = new Ajv2020.default({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true
  })
  addFormats.default(ajv)
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')))
}

function judge(validate, line) {
  const refuse = (id, keyword, message) => ({ id, valid: false, errors: [{ path: '', keyword, message }] })
  let input
  try {
    input = JSON.parse(line)
  } catch (error) {
    return refuse(null, 'input', error.message)
  }
  const id = input?.id ?? null
  if (typeof input?.document !== 'string') return refuse(id, 'input', 'document must be a string')

  let document
  try {
    document = JSON.parse(input.document)
  } catch (error) {
    return refuse(id, 'json', error.message)
  }
  const valid = validate(document)
  const errors = (validate.errors ?? []).map((error) => ({
    path: error.instancePath,
    keyword: error.keyword,
    message: error.message
  }))
  return { id, valid, errors }
}

let validate
try {
  if (process.argv.length !== 3) throw new Error('usage: node schema.mjs SCHEMA < cases')
  validate = compile(process.argv[2])
} catch (error) {
  console.error(error.message)
  process.exit(2)
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() !== '') process.stdout.write(JSON.stringify(judge(validate, line)) + '\n')
}
