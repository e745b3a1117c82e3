// Reads the templates of deploy/ with parsers that nobody here wrote, and says what is declared there and what the roles may do.
//
//   node deploy.mjs terraform FOLDER RECORD        RECORD: what record_terraform.mjs wrote
//   node deploy.mjs cloudformation FILE
//   node deploy.mjs yaml FILE                      the document as JSON
//
// stdout  {"parameters": [{"name", "description", "needed"}], "policies": {NAME: [statement of IAM]}}
// Exit code 2 and lines on stderr for what is not known, not declared, not used or missing.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseHcl } from '@cdktf/hcl2json'
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'
import { parse as parseYaml } from 'yaml'

const [kind, path, record] = process.argv.slice(2)
const problems = new Set()
const refuse = text => problems.add(text)
const list = value => (value === undefined ? [] : Array.isArray(value) ? value : [value])

/** Each text below a node. */
function* texts(node) {
  if (typeof node === 'string') yield node
  else if (node && typeof node === 'object') for (const value of Object.values(node)) yield* texts(value)
}

async function terraform() {
  const files = readdirSync(path).filter(f => f.endsWith('.tf'))
  const parsed = await Promise.all(files.map(f => parseHcl(f, readFileSync(join(path, f), 'utf8'))))
  const all = name => parsed.flatMap(p => Object.entries(p[name] ?? {}))
  const of = (kind, before) =>
    all(kind).flatMap(([type, named]) =>
      Object.entries(named).map(([name, [body]]) => ({ type, address: `${before}${type}.${name}`, body }))
    )
  const resources = [...of('resource', ''), ...of('data', 'data.')]
  const lines = readFileSync(record, 'utf8').trim().split('\n')
  const known = new Map(lines.map(l => l.split(' ')))
  const meta = ['count', 'for_each', 'depends_on', 'lifecycle', 'dynamic']
  const check = (at, prefix, body) => {
    for (const [key, value] of Object.entries(body)) {
      if (meta.includes(key)) continue
      if (!known.has(`${prefix}.${key}`)) refuse(`${at}: ${key} is no argument`)
      else if (lines.some(l => l.startsWith(`${prefix}.${key}.`))) for (const block of list(value)) check(at, `${prefix}.${key}`, block)
    }
    for (const [name, blocks] of Object.entries(body.dynamic ?? {}))
      for (const { content } of blocks) for (const block of content) check(at, `${prefix}.${name}`, block)
    for (const line of lines.filter(l => l.startsWith(`${prefix}.`) && l.endsWith(' required'))) {
      const key = line.slice(prefix.length + 1).split(' ')[0]
      if (!key.includes('.') && body[key] === undefined) refuse(`${at} lacks ${key}`)
    }
  }
  for (const { type, address, body } of resources) check(address, type, body)
  const variables = Object.fromEntries(all('variable'))
  const locals = Object.assign({}, ...parsed.flatMap(p => p.locals ?? []))
  const used = new Set()
  for (const text of texts(parsed.map(({ terraform, ...rest }) => rest)))
    for (const expression of text.match(/\$\{[\s\S]*\}/g) ?? []) {
      for (const [name] of expression.matchAll(/\b(var|local)\.\w+/g)) used.add(name)
      for (const [, data, type, name, attribute] of expression.matchAll(/(\bdata\.)?\b(aws_\w+)\.(\w+)(?:\[\d+\])?(?:\.(\w+))?/g)) {
        if (!resources.some(r => r.address === `${data ?? ''}${type}.${name}`)) refuse(`${type}.${name} is not declared`)
        if (attribute && !known.has(`${type}.${attribute}`) && !known.has(`${type}@${attribute}`))
          refuse(`${type} has no attribute ${attribute}`)
      }
    }
  const declared = [...Object.keys(variables).map(n => `var.${n}`), ...Object.keys(locals).map(n => `local.${n}`)]
  for (const name of used) if (!declared.includes(name)) refuse(`${name} is not declared`)
  for (const name of declared) if (!used.has(name)) refuse(`${name} is not used`)
  const documents = resources.filter(r => r.address.startsWith('data.aws_iam_policy_document.'))
  return {
    parameters: Object.entries(variables).map(([name, [v]]) => ({ name, description: v.description, needed: v.default === undefined })),
    policies: Object.fromEntries(documents.map(d => [d.address.split('.')[2], statements(d.body)]))
  }
}

/** As IAM has them; what Terraform would put in stands as it is written. */
function statements(body) {
  return [...list(body.statement), ...list(body.dynamic?.statement).flatMap(d => d.content)].map(s => ({
    Sid: s.sid ?? null,
    Effect: s.effect ?? 'Allow',
    Action: list(s.actions),
    Resource: list(s.resources).map(r => r.replaceAll('${data.aws_partition.current.partition}', 'aws')),
    Condition: Object.fromEntries(
      [...list(s.condition), ...list(s.dynamic?.condition).flatMap(d => d.content)].map(c => [c.test, { [c.variable]: c.values }])
    )
  }))
}

const tags = ['Ref', 'GetAtt', 'Sub', 'If', 'Not', 'Equals', 'Split'].flatMap(name => {
  const key = name === 'Ref' ? name : `Fn::${name}`
  const make = value => ({ [key]: value })
  return [
    { tag: `!${name}`, resolve: text => make(text) },
    { tag: `!${name}`, collection: 'seq', resolve: seq => make(seq.toJSON()) }
  ]
})

async function cloudformation() {
  const document = parseYaml(readFileSync(path, 'utf8'), { customTags: tags })
  const { Parameters: parameters, Conditions: conditions, Resources: resources, Outputs: outputs } = document
  const database = await loadAwsServiceSpec()
  const specs = Object.fromEntries(
    Object.entries(resources).map(([name, r]) => [
      name,
      database.lookup('resource', 'cloudFormationType', 'equals', r.Type).only()
    ])
  )
  const used = new Set()
  const refer = (name, local) => {
    used.add(name)
    if (!(name in parameters) && !(name in resources) && !name.startsWith('AWS::') && !(name in local)) refuse(`${name} is not declared`)
  }
  const attribute = text => {
    const [name, ...rest] = text.split('.')
    refer(name, {})
    if (!specs[name]?.attributes[rest.join('.')]) refuse(`${text} is no attribute`)
  }
  const functions = {
    Ref: name => refer(name, {}),
    'Fn::GetAtt': attribute,
    'Fn::Sub': value => {
      const [text, local = {}] = list(value)
      for (const [, name] of text.matchAll(/\$\{([^}]+)\}/g)) name.includes('.') ? attribute(name) : refer(name, local)
      walk(local)
    },
    'Fn::If': ([condition, ...values]) => {
      used.add(condition)
      if (!(condition in conditions)) refuse(`the condition ${condition} is not declared`)
      walk(values)
    }
  }
  const walk = node => {
    if (!node || typeof node !== 'object') return
    for (const [key, value] of Object.entries(node)) key in functions ? functions[key](value) : walk(value)
  }
  walk([conditions, resources, outputs])
  for (const name of [...Object.keys(parameters), ...Object.keys(conditions)]) if (!used.has(name)) refuse(`${name} is not used`)
  for (const [name, r] of Object.entries(resources)) properties(database, name, specs[name].properties, r.Properties ?? {})
  const roles = Object.entries(resources).filter(([, r]) => r.Type === 'AWS::IAM::Role')
  return {
    parameters: Object.entries(parameters).map(([name, p]) => ({ name, description: p.Description, needed: p.Default === undefined })),
    policies: Object.fromEntries(
      roles.map(([name, r]) => [name, r.Properties.Policies.flatMap(p => p.PolicyDocument.Statement).map(plain)])
    )
  }
}

/** Names and presence of properties, by the published specification. */
function properties(database, at, known, given) {
  for (const [name, value] of Object.entries(given))
    if (known[name]) check(database, `${at}.${name}`, known[name].type, value)
    else refuse(`${at}.${name} is no property`)
  for (const [name, property] of Object.entries(known))
    if (property.required && given[name] === undefined) refuse(`${at} lacks ${name}`)
}

function check(database, at, type, value) {
  if (value?.['Fn::If']) for (const either of value['Fn::If'].slice(1)) check(database, at, type, either)
  else if (isFunction(value)) return
  else if (type.type === 'ref') {
    if (typeof value !== 'object') refuse(`${at} is no object`)
    else properties(database, at, database.get('typeDefinition', type.reference).properties, value)
  } else if (type.type === 'array') {
    if (!Array.isArray(value)) refuse(`${at} is no list`)
    else for (const one of value) check(database, at, type.element, one)
  } else if (type.type === 'string' && type.allowedValues && !type.allowedValues.includes(value)) refuse(`${at}: ${value} is not allowed`)
}

const isFunction = value => value && typeof value === 'object' && /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0] ?? '')

/** What stands under a condition is taken as it is where the condition holds. */
function plain(statement) {
  const s = statement['Fn::If']?.[1] ?? statement
  return {
    Sid: s.Sid,
    Effect: s.Effect,
    Action: list(s.Action),
    Resource: list(s.Resource).map(resource),
    Condition: mapped(s.Condition ?? {}, keys => mapped(keys, list))
  }
}

const mapped = (object, change) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))

const resource = r => (typeof r === 'string' ? r : (r['Fn::Sub'] ?? JSON.stringify(r)).replaceAll('${AWS::Partition}', 'aws'))

const readers = { terraform, cloudformation, yaml: () => parseYaml(readFileSync(path, 'utf8')) }
try {
  console.log(JSON.stringify(await readers[kind]()))
} catch (error) {
  refuse(error.stack)
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.size > 0 ? 2 : 0
