// Decides requests with @cloud-copilot/iam-simulate, a separate evaluator of IAM policies (AGPL-3.0: a process of its own,
// for tests only). One JSON line in, one out:
//   {"id", "levels": [[policy, …], …], "action", "resource", "context": {key: string | [string]}}
//   {"id", "result": "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "error", "message"?}
// The levels are those of the service control policies; the identity itself is allowed everything.

import { createInterface } from 'node:readline'
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate'

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue
  const { id, levels, action, resource, context } = JSON.parse(line)
  try {
    const outcome = await runUnsafeSimulation(
      {
        request: {
          principal: 'arn:aws:iam::111122223333:role/Someone',
          action,
          resource: { resource, accountId: '111122223333' },
          contextVariables: context
        },
        identityPolicies: [{ name: 'everything', policy: everything }],
        serviceControlPolicies: levels.map((policies, level) => ({
          orgIdentifier: `level-${level}`,
          policies: policies.map((policy, i) => ({ name: `${level}-${i}`, policy }))
        })),
        resourceControlPolicies: []
      },
      { simulationMode: 'Strict' }
    )
    const result = typeof outcome === 'string' ? outcome : outcome.result ?? outcome.overallResult ?? outcome.analysis?.result
    console.log(JSON.stringify({ id, result, raw: result === undefined ? outcome : undefined }))
  } catch (error) {
    console.log(JSON.stringify({ id, result: 'error', message: String(error?.message ?? error) }))
  }
}
