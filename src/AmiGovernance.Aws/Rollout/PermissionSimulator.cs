using System.Collections.Immutable;
using System.Xml.Linq;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Aws.Rollout;

/// <summary>
/// IAM's policy simulator (IAM API reference, SimulatePrincipalPolicy). Needs `iam:SimulatePrincipalPolicy`, and `iam:GetRole` for a
/// role.
/// </summary>
internal sealed class PermissionSimulator(QueryServiceClient iam)
{
    /// <summary>
    /// What the calls would carry: policies may allow them for our types of policy only, and without a value the simulator denies.
    /// </summary>
    private static readonly KeyValuePair<string, string>[] Context =
    [
        .. new[]
        {
            ("organizations:PolicyType", OrganizationPolicyType.ServiceControlPolicy.Name()),
            ("organizations:ServicePrincipal", "ec2.amazonaws.com"),
        }.SelectMany(
            (entry, i) =>
                new[]
                {
                    KeyValuePair.Create($"ContextEntries.member.{i + 1}.ContextKeyName", entry.Item1),
                    KeyValuePair.Create($"ContextEntries.member.{i + 1}.ContextKeyType", "string"),
                    KeyValuePair.Create($"ContextEntries.member.{i + 1}.ContextKeyValues.member.1", entry.Item2),
                }
        ),
    ];

    public async Task<ImmutableHashSet<string>?> AllowedActions(
        string principalArn,
        IReadOnlyCollection<string> actions,
        CancellationToken cancel
    )
    {
        // The root user has no identity policies, and may do everything in its account.
        if (principalArn.EndsWith(":root", StringComparison.Ordinal))
            return [.. actions];
        if (principalArn.Contains(":federated-user/", StringComparison.Ordinal))
            return null;
        var isSession = principalArn.Contains(":assumed-role/", StringComparison.Ordinal);
        var source = isSession ? await RoleArn(principalArn.Split('/')[1], cancel) : principalArn;
        var results = await Simulate(source, actions, cancel);
        return [.. results.Where(r => r.Text("EvalDecision") == "allowed").Select(r => r.Text("EvalActionName"))];
    }

    /// <summary>The results of all pages.</summary>
    private async Task<List<XElement>> Simulate(
        string source,
        IReadOnlyCollection<string> actions,
        CancellationToken cancel
    )
    {
        List<KeyValuePair<string, string>> parameters =
        [
            .. actions.Select((a, i) => KeyValuePair.Create($"ActionNames.member.{i + 1}", a)),
            KeyValuePair.Create("PolicySourceArn", source),
            .. Context,
        ];
        var results = new List<XElement>();
        var page = await Call("SimulatePrincipalPolicy", [.. parameters], cancel);
        results.AddRange(page.Members("EvaluationResults"));
        while (page.Text("IsTruncated") == "true")
        {
            var marker = KeyValuePair.Create("Marker", page.Text("Marker"));
            page = await Call("SimulatePrincipalPolicy", [.. parameters, marker], cancel);
            results.AddRange(page.Members("EvaluationResults"));
        }
        return results;
    }

    /// <summary>A session names its role without the path, which the simulator needs.</summary>
    private async Task<string> RoleArn(string name, CancellationToken cancel)
    {
        var answer = await Call("GetRole", [KeyValuePair.Create("RoleName", name)], cancel);
        return answer.Child("Role").Text("Arn");
    }

    private Task<XElement> Call(
        string operation,
        KeyValuePair<string, string>[] parameters,
        CancellationToken cancel
    ) => AwsCalls.Run($"iam:{operation}", () => iam.Call(operation, parameters, cancel), cancel);
}
