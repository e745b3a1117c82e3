using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <summary>
/// A manifest of version 2021-03-15 for Customizations for AWS Control Tower. It has a way for service control policies (`scp`, units
/// only) and none for declarative policies: they stand in a stack set with one instance in the management account (`stack_set`). Units
/// are named by the path of names from below the root, with `:`.
/// </summary>
internal sealed class CfctFormat : ICarrierFormat
{
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
        foreach (var name in CarrierNames.WithSeparator(state, ':'))
            yield return $"the name `{name}` has a `:`, with which {Title} divides the names of units";
    }

    public ImmutableArray<string> Notes =>
        [
            "put the files into the configuration repository, and the entries of `manifest.ami-governance.yaml` into `manifest.yaml`",
            "the stack set of the declarative policy needs the role `AWSControlTowerExecution` in the management account, which Control"
                + " Tower does not make there",
            "it tags service control policies with nothing: amigov knows them by their names",
            "service control policies and stack sets are carried out one after the other in an order of its own: for a time only one of both"
                + " layers may be in place",
        ];

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
        text.Append(CultureInfo.InvariantCulture, $"  - name: {CarrierText.Yaml(policy.Policy.Name)}\n")
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
