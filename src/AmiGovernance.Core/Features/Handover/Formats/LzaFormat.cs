using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <summary>
/// Policies and the entries of `organization-config.yaml` for Landing Zone Accelerator on AWS: `serviceControlPolicies` and
/// `declarativePolicies` of its published schema. Units are named by the path of names from below the root, with `/`.
/// </summary>
internal sealed class LzaFormat : ICarrierFormat
{
    private static readonly string Title = Carrier.Lza.Title();

    public IEnumerable<string> Missing(CarriedState state)
    {
        if (state.Targets.Any(t => t.Path is null))
            yield return "the names of units and accounts, by which it finds them";
    }

    /// <summary>
    /// It replaces these in policies and in its configuration (its source, `policy-replacements.ts`, `replacements-config`).
    /// </summary>
    public IEnumerable<string> Problems(CarriedState state)
    {
        foreach (
            var problem in CarrierText.Placeholders(
                state,
                Title,
                "${ACCEL_LOOKUP::",
                "${ACCELERATOR_",
                "${MANAGEMENT_ACCOUNT_ACCESS_ROLE}",
                "${PARTITION}",
                "{{"
            )
        )
            yield return problem;
        foreach (var target in state.Targets.Where(t => t.IsAmbiguous).Distinct())
            yield return $"account {target.Id} has the name of another account, and {Title} finds accounts by their names";
        foreach (
            var target in Accounts(state)
                .Where(t => t.Path is [var name] && name.Contains(' ', StringComparison.Ordinal))
        )
            yield return $"the name of account {target.Id} has a space, and the names by which {Title} finds accounts have none";
        foreach (var problem in CarrierNames.LikeRoot(state, Title))
            yield return problem;
        foreach (var name in CarrierNames.WithSeparator(state, '/'))
            yield return $"the name `{name}` has a `/`, with which {Title} divides the names of units";
    }

    public ImmutableArray<string> Notes(CarriedState state) =>
        [
            "put the files into the configuration repository, and the entries of `organization-config.ami-governance.yaml` into"
                + " `organization-config.yaml`",
            "it tags policies with its own tags alone: amigov knows them by their names",
            "`scpRevertChangesConfig` takes back what others change; so do not let amigov apply as well",
            .. Accounts(state).Select(Account),
        ];

    private static IEnumerable<CarriedTarget> Accounts(CarriedState state) =>
        state.Targets.Where(t => t.Kind == TargetKind.Account).DistinctBy(t => t.Id);

    private static string Account(CarriedTarget target)
    {
        var email = target.Email.Length == 0 ? "" : $", {target.Email}";
        return $"account {target.Id}{email}: the entries have its name in AWS; where accounts-config.yaml has another, use that one";
    }

    public IEnumerable<GeneratedFile> Files(CarriedState state)
    {
        foreach (var policy in state.Policies)
            yield return CarrierText.Document(Path(policy), policy);
        yield return CarrierText.File("organization-config.ami-governance.yaml", Entries(state));
    }

    private static string Path(CarriedPolicy policy)
    {
        var folder = policy.IsDeclarative ? "declarative-policies" : "service-control-policies";
        return $"{folder}/{policy.File}.json";
    }

    private static string Entries(CarriedState state)
    {
        var text = new StringBuilder($"# {state.Source}\n");
        foreach (var group in state.Policies.GroupBy(p => p.IsDeclarative))
        {
            text.Append(group.Key ? "declarativePolicies:\n" : "serviceControlPolicies:\n");
            foreach (var policy in group)
                Entry(text, policy);
        }
        return text.ToString();
    }

    private static void Entry(StringBuilder text, CarriedPolicy policy)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - name: {CarrierText.Yaml(policy.Policy.Name)}\n")
            .Append(CultureInfo.InvariantCulture, $"    description: {CarrierText.Yaml(policy.Policy.Description)}\n")
            .Append(CultureInfo.InvariantCulture, $"    policy: {CarrierText.Yaml(Path(policy))}\n");
        if (!policy.IsDeclarative)
            text.Append("    type: customerManaged\n    strategy: deny-list\n");
        text.Append("    deploymentTargets:\n");
        CarrierNames.Yaml(text, "      ", "organizationalUnits", CarrierNames.Units(policy, '/'));
        CarrierNames.Yaml(text, "      ", "accounts", CarrierNames.Accounts(policy));
    }
}
