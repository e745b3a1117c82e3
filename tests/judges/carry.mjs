// Reads what `amigov export` wrote as the carrier itself would, with parsers that nobody here wrote, and says which policies come of it.
//
//   node carry.mjs CARRIER FOLDER
//
// stdout  one JSON object per policy, in the order in which the carrier makes them:
//         {"name", "type", "description", "content", "targets": [id or name], "tags": {}, "existing": id or null}
// Exit code 2 and lines on stderr when the carrier would refuse a file.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseHcl } from '@cdktf/hcl2json'
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'
import { parse as parseYaml } from 'yaml'
import Ajv from 'ajv/dist/2020.js'

const [carrier, folder] = process.argv.slice(2)
const read = path => readFileSync(join(folder, path), 'utf8')
const problems = []
const refuse = text => problems.push(text)

// Terraform: attributes are literals, references to other resources, or file() beside the module.
async function terraform() {
  const files = readdirSync(folder).filter(f => f.endsWith('.tf'))
  const parsed = await Promise.all(files.map(async f => parseHcl(f, read(f))))
  const resources = type => Object.assign({}, ...parsed.map(p => p.resource?.[type] ?? {}))
  const imports = new Map(parsed.flatMap(p => p.import ?? []).map(i => [i.to.replace(/^\$\{|\}$/g, ''), i.id]))
  const literal = text => text.replaceAll('$${', '${').replaceAll('%%{', '%{')
  const content = text => read(/^\$\{file\("\$\{path\.module\}\/(.+)"\)\}$/.exec(text)[1])
  const attachments = Object.entries(resources('aws_organizations_policy_attachment')).map(([, [a]]) => ({
    policy: /^\$\{aws_organizations_policy\.(\w+)\.id\}$/.exec(a.policy_id)[1],
    target: a.target_id === '${data.aws_organizations_organization.current.roots[0].id}' ? 'Root' : a.target_id
  }))
  const known = ['name', 'description', 'type', 'content', 'tags', 'depends_on']
  const policies = Object.entries(resources('aws_organizations_policy')).map(([key, [p]]) => {
    for (const member of Object.keys(p)) if (!known.includes(member)) refuse(`${key}.${member} is no argument`)
    for (const to of p.depends_on ?? [])
      if (!resources('aws_organizations_policy_attachment')[to.replace(/^\$\{aws_organizations_policy_attachment\.|\}$/g, '')])
        refuse(`${key} depends on ${to}, which is not there`)
    return {
      name: literal(p.name),
      type: p.type,
      description: literal(p.description),
      content: content(p.content),
      targets: attachments.filter(a => a.policy === key).map(a => a.target),
      tags: Object.fromEntries(Object.entries(p.tags ?? {}).map(([k, v]) => [literal(k), literal(v)])),
      existing: imports.get(`aws_organizations_policy.${key}`) ?? null,
      waits: (p.depends_on ?? []).length
    }
  })
  return policies.toSorted((a, b) => a.waits - b.waits)
}

// A document that is an object must have nothing that may become a text on the way.
function checkTexts(node, at) {
  if (typeof node === 'number' || typeof node === 'boolean') refuse(`${at} is ${node}`)
  else if (node && typeof node === 'object') for (const [key, value] of Object.entries(node)) checkTexts(value, `${at}.${key}`)
}

// CloudFormation: the properties of AWS::Organizations::Policy by the published specification.
async function template(text, parameters = {}) {
  const spec = (await loadAwsServiceSpec()).lookup('resource', 'cloudFormationType', 'equals', 'AWS::Organizations::Policy').only()
  const document = JSON.parse(text)
  if (/\{\{resolve:/.test(text)) refuse('a dynamic reference would be resolved')
  const made = []
  let waiting = Object.entries(document.Resources)
  while (waiting.length > 0) {
    const ready = waiting.filter(([, r]) => !waiting.some(([name]) => name === r.DependsOn))
    if (ready.length === 0) throw new Error('resources wait for each other')
    for (const [key, resource] of ready) {
      if (!/^[A-Za-z0-9]+$/.test(key)) refuse(`${key} is no logical id`)
      if (resource.Type !== 'AWS::Organizations::Policy') refuse(`${key} has the type ${resource.Type}`)
      const p = resource.Properties
      for (const member of Object.keys(p)) if (!spec.properties[member]) refuse(`${key}.${member} is no property`)
      for (const [member, property] of Object.entries(spec.properties))
        if (property.required && p[member] === undefined) refuse(`${key} lacks ${member}`)
      if (!spec.properties.Type.type.allowedValues.includes(p.Type)) refuse(`${p.Type} is no type of policy`)
      if (!['Retain', 'Delete'].includes(resource.DeletionPolicy)) refuse(`${key} cannot be imported: it has no DeletionPolicy`)
      if (typeof p.Content === 'object') checkTexts(p.Content, `${key}.Content`)
      made.push({
        name: p.Name,
        type: p.Type,
        description: p.Description,
        content: typeof p.Content === 'string' ? p.Content : JSON.stringify(p.Content),
        targets: p.TargetIds.map(t => (typeof t === 'string' ? t : (parameters[t.Ref] ?? 'Root'))),
        tags: Object.fromEntries(p.Tags.map(t => [t.Key, t.Value])),
        existing: null
      })
    }
    waiting = waiting.filter(w => !ready.includes(w))
  }
  return made
}

// The facts of the published schema of organization-config.yaml (Landing Zone Accelerator, organization-config.json): which members an
// entry has, and which it needs.
const text = { type: 'string', minLength: 1 }
const object = (properties, required) => ({ type: 'object', additionalProperties: false, properties, required })
const lzaTargets = object(
  Object.fromEntries(
    ['organizationalUnits', 'accounts', 'excludedRegions', 'excludedAccounts'].map(k => [k, { type: 'array', items: { type: 'string' } }])
  ),
  []
)
const lzaEntry = (more, required) =>
  object({ name: text, description: text, policy: text, deploymentTargets: lzaTargets, ...more }, [
    'name',
    'description',
    'policy',
    'deploymentTargets',
    ...required
  ])
const lzaSchema = object(
  {
    declarativePolicies: { type: 'array', items: lzaEntry({}, []) },
    serviceControlPolicies: {
      type: 'array',
      items: lzaEntry({ type: { enum: ['awsManaged', 'customerManaged'] }, strategy: { enum: ['deny-list', 'allow-list'] } }, ['type'])
    }
  },
  []
)
// The facts of manifest-v2.schema.yaml (Customizations for AWS Control Tower).
const cfctSchema = object(
  {
    region: text,
    version: { const: '2021-03-15' },
    resources: {
      type: 'array',
      items: object(
        {
          name: text,
          description: text,
          resource_file: text,
          deploy_method: { enum: ['scp', 'stack_set', 'rcp'] },
          deployment_targets: object(
            {
              accounts: { type: 'array', items: { type: ['string', 'integer'] } },
              organizational_units: { type: 'array', items: { type: 'string' } }
            },
            []
          ),
          regions: { type: 'array', items: { type: 'string' }, uniqueItems: true }
        },
        ['name', 'resource_file', 'deployment_targets', 'deploy_method']
      )
    }
  },
  ['region', 'version', 'resources']
)

function check(schema, document) {
  const validate = new Ajv.default({ allErrors: true, allowUnionTypes: true }).compile(schema)
  if (validate(document)) return
  for (const error of validate.errors) refuse(`${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`)
}

function lza() {
  const config = parseYaml(read('organization-config.ami-governance.yaml'))
  check(lzaSchema, config)
  const of = (entries, type) =>
    (entries ?? []).map(e => ({
      name: e.name,
      type,
      description: e.description,
      content: read(e.policy),
      targets: [...(e.deploymentTargets.organizationalUnits ?? []), ...(e.deploymentTargets.accounts ?? [])],
      tags: {},
      existing: null
    }))
  return [
    ...of(config.declarativePolicies, 'DECLARATIVE_POLICY_EC2'),
    ...of(config.serviceControlPolicies, 'SERVICE_CONTROL_POLICY')
  ]
}

async function cfct() {
  const manifest = parseYaml(read('manifest.ami-governance.yaml'))
  check(cfctSchema, manifest)
  const made = []
  for (const resource of manifest.resources)
    if (resource.deploy_method === 'stack_set') {
      // Its source names the stack set `CustomControlTower-` and the name.
      if (!/^[A-Za-z0-9-]{1,109}$/.test(resource.name)) refuse(`${resource.name} names no stack set`)
      made.push(...(await template(read(resource.resource_file))))
    } else {
      if (resource.deployment_targets.accounts) refuse(`${resource.name}: accounts are not supported for SCPs`)
      made.push({
        name: resource.name,
        type: 'SERVICE_CONTROL_POLICY',
        description: resource.description,
        // As its source reads a policy before it sends it.
        content: read(resource.resource_file).replaceAll('\n', '\r\n').replaceAll('  ', ''),
        targets: resource.deployment_targets.organizational_units ?? [],
        tags: {},
        existing: null
      })
    }
  return made
}

const carriers = {
  terraform,
  cloudformation: () => template(read('ami-governance.template.json')),
  stackset: () => template(JSON.parse(read('create-stack-set.json')).TemplateBody),
  lza,
  cfct
}
try {
  const made = await carriers[carrier]()
  for (const { waits, ...policy } of made) console.log(JSON.stringify(policy))
} catch (error) {
  refuse(error.stack)
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 2 : 0
