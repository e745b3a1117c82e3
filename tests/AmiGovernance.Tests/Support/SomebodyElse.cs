using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Organizations;

namespace AmiGovernance.Tests.Support;

/// <summary>
/// Somebody who deploys by hand, as the runbook says (tests/data/runbook/deploy-ami-policies.sh; "Rollback plan" and "Phase 2: Enforcement
/// Mode Deployment"): each call of theirs, and what holds once it is made.
/// </summary>
internal sealed class SomebodyElse(RolloutBench bench)
{
    public const string Declarative = "ami-governance-declarative-policy";
    public const string ServiceControl = "scp-ami-guardrail";
    public const string Workloads = "ou-ab12-workload";

    private static readonly Lazy<(string Declarative, string ServiceControl)> Theirs = new(() =>
    {
        // A publisher that no test of ours has: nobody else writes these documents.
        var theirs = Samples.Clean.Replace("\"111122223333\"", "\"111122229999\"", StringComparison.Ordinal);
        var bench = new RolloutBench().Configure(theirs, "enabled");
        return (Document(bench, Declarative), Document(bench, ServiceControl));
    });

    private readonly OrganizationPolicies policies = new(bench.World);

    /// <summary>The calls by their names in the AWS CLI.</summary>
    public static readonly ImmutableArray<string> Calls =
    [
        "create-policy declarative",
        "create-policy SCP",
        "attach-policy declarative root",
        "attach-policy SCP root",
        "attach-policy declarative unit",
        "attach-policy SCP unit",
        "detach-policy declarative",
        "detach-policy SCP",
        "delete-policy declarative",
        "delete-policy SCP",
        "update-policy declarative",
        "update-policy SCP",
    ];

    /// <summary>What was changed last; null when the call changed nothing, as AWS refused it.</summary>
    public Change? Last { get; private set; }

    /// <param name="Policy">The name of the policy.</param>
    /// <param name="Holds">Whether it is still as they left it.</param>
    public sealed record Change(string Policy, Func<bool> Holds);

    public void Make(string call)
    {
        var parts = call.Split(' ');
        var (name, type) =
            parts[1] == "SCP"
                ? (ServiceControl, OrganizationPolicyType.ServiceControlPolicy)
                : (Declarative, OrganizationPolicyType.DeclarativePolicyEc2);
        var target = parts.ElementAtOrDefault(2) == "unit" ? Workloads : RolloutBench.Root;
        try
        {
            Last = parts[0] switch
            {
                "create-policy" => Create(name, type),
                "attach-policy" => Attach(name, target),
                "detach-policy" => Detach(name),
                "delete-policy" => Delete(name),
                _ => Update(name),
            };
        }
        catch (SandboxException)
        {
            Last = null;
        }
    }

    private OrganizationPolicy? Find(string name) =>
        bench.World.Organization.Policies.FirstOrDefault(p => p.Name == name);

    /// <summary>The script takes what lies in dist/.</summary>
    private Change Create(string name, OrganizationPolicyType type)
    {
        var content = Document(bench, name);
        var id = policies.Create(name, type, "by the script", content, OrganizationPolicy.NoTags).Id;
        Record("CreatePolicy", new JsonObject { ["name"] = name });
        return new Change(name, () => bench.World.Organization.Policy(id) is { } p && !OurPolicies.IsManaged(p));
    }

    private Change? Attach(string name, string target)
    {
        if (Find(name) is not { } policy)
            return null;
        policies.Attach(policy.Id, target);
        Record("AttachPolicy", On(policy, target));
        return new Change(name, () => TargetsOf(policy.Id).Contains(target));
    }

    private Change? Detach(string name)
    {
        if (Find(name) is not { } policy || TargetsOf(policy.Id) is not [var target, ..])
            return null;
        policies.Detach(policy.Id, target);
        Record("DetachPolicy", On(policy, target));
        return new Change(name, () => !TargetsOf(policy.Id).Contains(target));
    }

    /// <summary>AWS deletes no policy that is attached.</summary>
    private Change? Delete(string name)
    {
        if (Find(name) is not { } policy)
            return null;
        foreach (var target in TargetsOf(policy.Id))
            policies.Detach(policy.Id, target);
        policies.Delete(policy.Id);
        Record("DeletePolicy", new JsonObject { ["policyId"] = policy.Id });
        return new Change(name, () => Find(name) is null);
    }

    private Change? Update(string name) =>
        Update(name, name == Declarative ? Theirs.Value.Declarative : Theirs.Value.ServiceControl);

    /// <summary>Brings both policies to what lies in dist/, as the runbook's second phase does.</summary>
    public void BringToDist()
    {
        foreach (var name in new[] { Declarative, ServiceControl })
            Last = Update(name, Document(bench, name));
    }

    private Change? Update(string name, string content)
    {
        if (Find(name) is not { } policy)
            return null;
        policies.Update(policy.Id, null, null, content);
        Record("UpdatePolicy", new JsonObject { ["policyId"] = policy.Id });
        return new Change(name, () => PolicyContent.Same(bench.World.Organization.Policy(policy.Id)?.Content, content));
    }

    private ImmutableArray<string> TargetsOf(string id) =>
        [.. bench.World.Organization.Attachments.Where(a => a.PolicyId == id).Select(a => a.TargetId)];

    private static JsonObject On(OrganizationPolicy policy, string target) =>
        new() { ["policyId"] = policy.Id, ["targetId"] = target };

    private void Record(string name, JsonObject request) => bench.Events.Add(bench.Time.GetUtcNow(), name, request);

    private static string Document(RolloutBench from, string policy)
    {
        var path =
            policy == Declarative ? "dist/organizations/declarative-policy-ec2.json" : "dist/scp-ami-guardrail.json";
        return Encoding.UTF8.GetString(from.Amigov.Files.Files[path]);
    }
}
