using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
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
public static class StagedEnforcement
{
    private const string DeclarativeSuffix = "-enforced";
    private const string ScpSuffix = "-launch";

    public static string DeclarativeName(PolicyConfig config) => config.DeclarativePolicyName + DeclarativeSuffix;

    /// <summary>The name of the declarative policy that a staged one is made from; null when it is no staged one.</summary>
    public static string? WholeName(OrganizationPolicyType type, string name) =>
        type == OrganizationPolicyType.DeclarativePolicyEc2
        && name.EndsWith(DeclarativeSuffix, StringComparison.Ordinal)
            ? name[..^DeclarativeSuffix.Length]
            : null;

    /// <summary>The stages of an organization: where our enforcing policy stands beside the one in audit mode.</summary>
    public static ImmutableArray<string> StagesOf(Organization organization, PolicyConfig config)
    {
        var policy = organization.Policies.FirstOrDefault(p =>
            p.Type == OrganizationPolicyType.DeclarativePolicyEc2
            && p.Name == DeclarativeName(config)
            && OurPolicies.IsManaged(p)
        );
        return policy is null
            ? []
            :
            [
                .. organization
                    .Attachments.Where(a => a.PolicyId == policy.Id)
                    .Select(a => a.TargetId)
                    .Order(StringComparer.Ordinal),
            ];
    }

    /// <summary>Why a target can be no stage; null when it can.</summary>
    public static string? Problem(string stage, DesiredState audit, OrganizationIndex index)
    {
        var path = index.PathTo(stage);
        if (path.IsEmpty)
            return $"{stage} is not in the organization {index.Organization.Id}";
        if (!audit.TargetsIn(index.Organization).Any(path.Contains))
            return $"{stage} is not below a target of the configuration, so it is not in audit mode: name one of {string.Join(", ", audit.TargetsIn(index.Organization))}, or what is below";
        return null;
    }

    /// <param name="audit">What is wanted in audit mode.</param>
    /// <param name="enforcing">The service control policies that the configuration gives when everything is enforced.</param>
    /// <param name="stages">Ids; those below another are left out.</param>
    public static DesiredState Add(
        DesiredState audit,
        PolicyConfig config,
        ImmutableArray<PolicyDocument> enforcing,
        IReadOnlyCollection<string> stages,
        OrganizationIndex index
    )
    {
        ImmutableArray<string> outermost =
        [
            .. stages
                .Where(s => !stages.Any(other => other != s && index.PathTo(s).Contains(other)))
                .Order(StringComparer.Ordinal),
        ];
        if (outermost.IsEmpty)
            return audit;
        ImmutableArray<string> remaining = [.. audit.TargetsIn(index.Organization).Except(outermost)];
        var policies = new List<DesiredPolicy>();
        foreach (var policy in audit.Policies)
            if (policy.Type != OrganizationPolicyType.DeclarativePolicyEc2)
                policies.Add(policy);
            else
            {
                var isAbove = remaining.Any(t => outermost.Any(s => index.PathTo(s).Contains(t)));
                policies.Add(
                    policy with
                    {
                        Targets = remaining,
                        Content = WithState(policy.Content, AllowedImagesState.AuditMode, isAbove),
                    }
                );
                policies.Add(
                    policy with
                    {
                        Name = policy.Name + DeclarativeSuffix,
                        Description = EnforcedDescription,
                        Targets = outermost,
                        Content = WithState(policy.Content, AllowedImagesState.Enabled, false),
                    }
                );
            }
        ImmutableArray<Statement> launches = [.. enforcing.SelectMany(d => d.Statements).Where(LaunchDenies.Is)];
        foreach (
            var (document, i) in (ScpPacker.Pack(launches, PolicyQuotas.ScpCharacters, out _) ?? []).Select(
                (d, i) => (d, i)
            )
        )
            policies.Add(
                new DesiredPolicy(
                    ScpName(config, i),
                    OrganizationPolicyType.ServiceControlPolicy,
                    LaunchDescription,
                    JsonText.ToText(PolicyWriter.Minified(document))
                )
                {
                    Targets = outermost,
                }
            );
        return audit with { Policies = [.. policies] };
    }

    private const string EnforcedDescription =
        "AMI Governance - Restrict EC2 launches to approved AMI publishers (enforced in stages)";
    private const string LaunchDescription =
        "AMI Governance SCP - Deny launches of non-approved AMIs (enforced in stages)";

    private static string ScpName(PolicyConfig config, int index) =>
        index == 0
            ? config.ScpName + ScpSuffix
            : string.Create(CultureInfo.InvariantCulture, $"{config.ScpName}{ScpSuffix}-{index + 1}");

    /// <summary>What is in `dist/` always sets the state.</summary>
    private static string WithState(string content, AllowedImagesState state, bool openToChildren) =>
        JsonParser.Parse(
            SourceText.FromString("policy", content),
            new AmiGovernance.Core.Base.Diagnostics.DiagnosticBag()
        )
            is { } tree
            ? DeclarativeState.With(tree.Root, state, openToChildren) ?? content
            : content;
}
