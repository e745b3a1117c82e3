using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// Enforcement on some targets, the stages, while the others stay in audit mode (docs/decisions/0011-staged-enforcement.md).
/// A stage has a second declarative policy, the same but for its state, and further service control policies that hold the launch
/// denies alone. On a target of the first policy the second one takes its place. Below one it stands under it: the first policy
/// then lets policies further down set the state, and nothing else.
/// </summary>
internal static class StagedEnforcement
{
    private const string DeclarativeSuffix = "-enforced";
    private const string ScpSuffix = "-launch";

    private const string EnforcedDescription =
        "AMI Governance - Restrict EC2 launches to approved AMI publishers (enforced in stages)";
    private const string LaunchDescription =
        "AMI Governance SCP - Deny launches of non-approved AMIs (enforced in stages)";

    public static string DeclarativeName(PolicyConfig names) => names.DeclarativePolicyName + DeclarativeSuffix;

    /// <summary>The name of the declarative policy that a staged one is made from; null when it is no staged one.</summary>
    public static string? WholeName(OrganizationPolicyType type, string name) =>
        type == OrganizationPolicyType.DeclarativePolicyEc2
        && name.EndsWith(DeclarativeSuffix, StringComparison.Ordinal)
            ? name[..^DeclarativeSuffix.Length]
            : null;

    /// <summary>
    /// The name of the service control policy that holds all but the launch denies of a staged one; null when the name is none of a
    /// staged one.
    /// </summary>
    public static string? WholeScpName(string name)
    {
        var end = name.LastIndexOf(ScpSuffix, StringComparison.Ordinal);
        if (end <= 0)
            return null;
        var rest = name[(end + ScpSuffix.Length)..];
        var isNumber = rest.StartsWith('-') && rest[1..].All(char.IsAsciiDigit);
        return rest.Length == 0 || isNumber ? name[..end] : null;
    }

    /// <summary>Whether a policy of ours is for stages alone.</summary>
    public static bool IsForStages(OrganizationPolicy policy, PolicyConfig names) =>
        IsForStages(policy.Type, policy.Name, names);

    public static bool IsForStages(OrganizationPolicyType type, string name, PolicyConfig names) =>
        type == OrganizationPolicyType.DeclarativePolicyEc2
            ? WholeName(type, name) is not null
            : name.StartsWith(names.ScpName + ScpSuffix, StringComparison.Ordinal);

    /// <summary>The same where the names of the configuration are not known: the policy that it is made from is there too.</summary>
    public static bool IsForStages(OrganizationPolicy policy, Organization organization)
    {
        var whole =
            policy.Type == OrganizationPolicyType.DeclarativePolicyEc2
                ? WholeName(policy.Type, policy.Name)
                : WholeScpName(policy.Name);
        return organization.Policies.Any(p => p.Type == policy.Type && p.Name == whole);
    }

    /// <summary>The stages of an organization: where our enforcing policy stands beside the one in audit mode.</summary>
    public static ImmutableArray<string> StagesOf(Organization organization, PolicyConfig names)
    {
        var ours = organization.Policies.Where(OurPolicies.IsManaged);
        var enforcing = ScpAlone.In(organization)
            ? ours.FirstOrDefault(p => IsForStages(p, names))
            : ours.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
                .FirstOrDefault(p => p.Name == DeclarativeName(names));
        var stages = organization.Attachments.Where(a => a.PolicyId == enforcing?.Id).Select(a => a.TargetId);
        return [.. stages.Order(StringComparer.Ordinal)];
    }

    /// <summary>Why a target can be no stage; null when it can.</summary>
    public static string? Problem(string stage, DesiredState audit, OrganizationIndex index)
    {
        var path = index.PathTo(stage);
        if (path.IsEmpty)
            return $"{stage} is not in the organization {index.Organization.Id}: {OrganizationTarget.Ids}";
        var targets = audit.TargetsIn(index.Organization).ToList();
        if (targets.Any(path.Contains))
            return null;
        return $"{stage} is not below a target of the configuration, so it is not in audit mode:"
            + $" name one of {string.Join(", ", targets)}, or what is below";
    }

    /// <param name="audit">What is wanted in audit mode.</param>
    /// <param name="names">The names of our policies.</param>
    /// <param name="enforcing">The service control policies that the configuration gives when everything is enforced.</param>
    /// <param name="stages">Ids; those below another are left out.</param>
    /// <param name="index">The organization.</param>
    /// <param name="characters">How many a service control policy may have.</param>
    public static DesiredState Add(
        DesiredState audit,
        PolicyConfig names,
        ImmutableArray<PolicyDocument> enforcing,
        IReadOnlyCollection<string> stages,
        OrganizationIndex index,
        int characters
    )
    {
        var outermost = Outermost(stages, index);
        if (outermost.IsEmpty)
            return audit;
        ImmutableArray<string> remaining = [.. audit.TargetsIn(index.Organization).Except(outermost)];
        var isAboveStage = outermost.SelectMany(s => index.PathTo(s)).Any(remaining.Contains);

        var policies = audit.Policies.SelectMany(policy =>
            policy.Type == OrganizationPolicyType.DeclarativePolicyEc2
                ? [InAuditMode(policy, remaining, isAboveStage), Enforced(policy, outermost)]
                : new[] { policy }
        );
        return audit with { Policies = [.. policies, .. LaunchDenyPolicies(names, enforcing, outermost, characters)] };
    }

    private static ImmutableArray<string> Outermost(IReadOnlyCollection<string> stages, OrganizationIndex index)
    {
        return [.. stages.Where(s => !stages.Any(other => IsBelow(s, other))).Order(StringComparer.Ordinal)];

        bool IsBelow(string stage, string other) => other != stage && index.PathTo(stage).Contains(other);
    }

    private static DesiredPolicy InAuditMode(DesiredPolicy policy, ImmutableArray<string> targets, bool isAboveStage) =>
        policy with
        {
            Targets = targets,
            Content = PolicyContent.WithState(policy.Content, AllowedImagesState.AuditMode, isAboveStage),
        };

    private static DesiredPolicy Enforced(DesiredPolicy policy, ImmutableArray<string> stages) =>
        policy with
        {
            Name = policy.Name + DeclarativeSuffix,
            Description = EnforcedDescription,
            Targets = stages,
            IsForStages = true,
            Content = PolicyContent.WithState(policy.Content, AllowedImagesState.Enabled, openToChildren: false),
        };

    private static IEnumerable<DesiredPolicy> LaunchDenyPolicies(
        PolicyConfig names,
        ImmutableArray<PolicyDocument> enforcing,
        ImmutableArray<string> stages,
        int characters
    )
    {
        ImmutableArray<Statement> launches = [.. enforcing.SelectMany(d => d.Statements).Where(LaunchDenies.Is)];
        // Each statement stood in a document that fits, so none is too large.
        var documents = ScpPacker.Pack(launches, characters, out _) ?? [];
        return documents.Select(
            (document, i) =>
                new DesiredPolicy(
                    ScpName(names, i),
                    OrganizationPolicyType.ServiceControlPolicy,
                    LaunchDescription,
                    JsonText.ToText(PolicyWriter.Minified(document))
                )
                {
                    Targets = stages,
                    IsForStages = true,
                }
        );
    }

    private static string ScpName(PolicyConfig names, int index)
    {
        var name = names.ScpName + ScpSuffix;
        return index == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{index + 1}");
    }
}
