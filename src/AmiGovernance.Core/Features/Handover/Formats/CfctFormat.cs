using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <summary>
/// A manifest of version 2021-03-15 for Customizations for AWS Control Tower. It has a way for service control policies (`scp`, units
/// only) and none for declarative policies: they stand in a stack set with one instance in the management account (`stack_set`). Units
/// are named by the path of names from below the root, with `:`.
/// </summary>
internal sealed class CfctFormat : ICarrierFormat
{
    private const int LongestName = 109;

    private static readonly string Title = Carrier.Cfct.Title();

    public IEnumerable<string> Missing(CarriedState state)
    {
        if (state.Targets.Any(t => t.Path is null))
            yield return "the names of units, by which it finds them";
        if (state.Account is null)
            yield return "the management account, in which the stack of the declarative policy stands";
        if (state.Policies.Where(p => p.IsDeclarative).SelectMany(p => p.Targets).Any(t => t.Id is null))
            yield return "the id of the root";
    }

    public IEnumerable<string> Problems(CarriedState state)
    {
        foreach (var policy in state.Policies.Where(p => !p.IsDeclarative))
        {
            if (policy.Targets.Any(t => t.Kind == TargetKind.Account))
                yield return $"{policy.Policy.Name} is attached to an account; {Title} attaches to units only";
            // Its source, `state_machine_handler.py`, takes two spaces out wherever they stand.
            if (policy.Policy.Content.Contains("  ", StringComparison.Ordinal))
                yield return $"{policy.Policy.Name} has two spaces in a text, which {Title} takes out";
        }
        foreach (var problem in PolicyStack.Problems(state).Concat(CarrierText.Placeholders(state, Title, "$[", "{{")))
            yield return problem;
        foreach (var problem in CarrierNames.LikeRoot(state, Title))
            yield return problem;
        foreach (var name in CarrierNames.WithSeparator(state, ':'))
            yield return $"the name `{name}` has a `:`, with which {Title} divides the names of units";
    }

    public ImmutableArray<string> Notes(CarriedState state) =>
        [
            "put the files into the configuration repository, and the entries of `manifest.ami-governance.yaml` into `manifest.yaml`",
            "the stack set of the declarative policy needs the role `AWSControlTowerExecution` in the management account, which Control"
                + " Tower does not make there",
            "it tags service control policies with nothing: amigov knows them by their names",
            "what is no more in the manifest stays attached, and stack sets stay:"
                + " what an export lacks that the one before it had is listed",
            "service control policies and stack sets are carried out one after the other in an order of its own: for a time only one of both"
                + " layers may be in place",
        ];

    public IEnumerable<string> LeftBehind(ImmutableArray<EarlierPolicy> earlier, CarriedState state)
    {
        foreach (var policy in earlier.Where(p => p.Type == OrganizationPolicyType.ServiceControlPolicy))
        {
            var now = state.Find(policy)?.Targets.Select(Id).ToHashSet(StringComparer.Ordinal) ?? [];
            var left = policy.Targets.Where(t => !now.Contains(Id(t))).ToList();
            if (left.Count > 0)
                yield return $"{policy.Name} stays attached to {PolicyStack.Where(left)}: detach it";
        }
        foreach (
            var policy in earlier.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2 && !state.Has(p))
        )
            yield return $"{policy.Name} stays attached to {PolicyStack.Where(policy.Targets)}:"
                + " delete its stack instance and stack set, then the policy where it is still there";
    }

    private static string Id(CarriedTarget target) =>
        target.Kind == TargetKind.Root ? OrganizationTarget.Root : target.Id ?? "";

    private static string Id(string target) => OrganizationTarget.IsRoot(target) ? OrganizationTarget.Root : target;

    public IEnumerable<GeneratedFile> Files(CarriedState state)
    {
        foreach (var policy in state.Policies)
            yield return policy.IsDeclarative
                ? CarrierText.File(Path(policy), PolicyStack.Text(state, [policy]))
                : CarrierText.Document(Path(policy), policy);
        yield return CarrierText.File("manifest.ami-governance.yaml", Manifest(state));
    }

    private static string Path(CarriedPolicy policy) =>
        policy.IsDeclarative ? $"templates/{policy.File}.template.json" : $"policies/{policy.File}.json";

    /// <summary>
    /// A service control policy gets the name; a stack set is named after it, with `CustomControlTower-` before it: letters, digits and
    /// hyphens, up to 128 (CloudFormation API reference, CreateStackSet). The end of a name tells the policy for stages from the other one.
    /// </summary>
    private static string Name(CarriedPolicy policy)
    {
        if (!policy.IsDeclarative)
            return policy.Policy.Name;
        var name = string.Concat(policy.File.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return name.Length <= LongestName ? name : name[^LongestName..];
    }

    private static string Manifest(CarriedState state)
    {
        var region = state.Partition.OrganizationsRegion().Value;
        var text = new StringBuilder($"# {state.Source}\n# `region` is the home Region of Control Tower.\n");
        text.Append(CultureInfo.InvariantCulture, $"region: {region}\nversion: 2021-03-15\n\nresources:\n");
        foreach (var policy in state.Policies)
            Resource(text, policy, state, region);
        return text.ToString();
    }

    private static void Resource(StringBuilder text, CarriedPolicy policy, CarriedState state, string region)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - name: {CarrierText.Yaml(Name(policy))}\n")
            .Append(CultureInfo.InvariantCulture, $"    description: {CarrierText.Yaml(policy.Policy.Description)}\n")
            .Append(CultureInfo.InvariantCulture, $"    resource_file: {CarrierText.Yaml(Path(policy))}\n")
            .Append(policy.IsDeclarative ? "    deploy_method: stack_set\n" : "    deploy_method: scp\n")
            .Append("    deployment_targets:\n");
        if (!policy.IsDeclarative)
        {
            CarrierNames.Yaml(text, "      ", "organizational_units", CarrierNames.Units(policy, ':'));
            return;
        }
        CarrierNames.Yaml(text, "      ", "accounts", [state.Account!.Value.Value]);
        CarrierNames.Yaml(text, "    ", "regions", [region]);
    }
}
