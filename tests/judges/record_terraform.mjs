// Records what the AWS provider of Terraform knows of the resources in deploy/terraform, for no provider can be had where the tests run.
//
//   npm pack @cdktf/provider-aws@21.22.1 && tar xzf cdktf-provider-aws-*.tgz     (the names of the provider 6.25.0, as types)
//   node tests/judges/record_terraform.mjs package > tests/data/deploy/terraform.txt
//
// A line for each argument or block (`TYPE.BLOCK.ARGUMENT`, ` required`), and for what can only be read (`TYPE@ATTRIBUTE`).

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const [folder] = process.argv.slice(2)
const terraform = new URL('../../deploy/terraform/', import.meta.url)
const text = readdirSync(terraform)
  .filter(f => f.endsWith('.tf'))
  .map(f => readFileSync(new URL(f, terraform), 'utf8'))
  .join('\n')

for (const [, kind, type] of [...text.matchAll(/^(resource|data) "(\w+)"/gm)].toSorted((a, b) => (a[2] < b[2] ? -1 : 1))) {
  const name = (kind === 'data' ? 'data-' : '') + (kind === 'data' ? type : type.replace(/^aws_/, '')).replaceAll('_', '-')
  const path = join(folder, 'lib', name, 'index.d.ts')
  if (!existsSync(path)) throw new Error(`${type}: no ${path}`)
  record(type, readFileSync(path, 'utf8'))
}

function record(type, source) {
  const interfaces = new Map(
    [...source.matchAll(/^export interface (\w+)(?: extends [\w.]+)? \{\n([\s\S]*?)^\}/gm)].map(([, name, body]) => [
      name,
      [...body.matchAll(/#(\w+) \w+#\1\}[\s\S]*?readonly \w+(\??): ([^;]+);/g)].map(([, key, optional, value]) => ({
        key,
        required: !optional,
        block: /^(\w+)(\[\])?( \| cdktf\.IResolvable)?$/.exec(value)?.[1]
      }))
    ])
  )
  const write = (prefix, name, depth) => {
    for (const { key, required, block } of interfaces.get(name)) {
      console.log(`${prefix}.${key}${required ? ' required' : ''}`)
      if (interfaces.has(block) && depth < 6) write(`${prefix}.${key}`, block, depth + 1)
    }
  }
  const config = [...interfaces.keys()].find(k => source.includes(`config: ${k})`) || source.includes(`config?: ${k})`))
  write(type, config, 0)
  const main = /^export declare class \w+ extends cdktf\.Terraform(?:Resource|DataSource) \{\n([\s\S]*?)^\}/m.exec(source)[1]
  const own = new Set(interfaces.get(config).map(a => a.key))
  for (const [, getter] of main.matchAll(/^ {4}get (\w+)\(\)/gm)) {
    const attribute = getter.replace(/[A-Z]/g, c => `_${c.toLowerCase()}`)
    if (!getter.endsWith('Input') && !own.has(attribute)) console.log(`${type}@${attribute}`)
  }
}
