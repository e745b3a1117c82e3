using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Organizations;

/// <summary>What AWS makes sure of in a real organization, checked where a file describes one.</summary>
internal sealed class OrganizationChecks(
    JsonDocumentTree tree,
    JsonObject root,
    Organization organization,
    DiagnosticBag bag
)
{
    public void Run()
    {
        CheckIds();
        CheckTree();
        CheckAttachments();
        if (organization.Account(organization.ManagementAccount) is null)
            Report(
                root["management_account"],
                $"the management account {organization.ManagementAccount} is not among the accounts",
                "add it to `accounts`"
            );
    }

    private void CheckIds()
    {
        if (
            organization.RootId.StartsWith("r-", StringComparison.Ordinal) is false
            || !OrganizationTarget.IsValid(organization.RootId)
        )
            Report(root["root"], $"`{organization.RootId}` is not a root id", "it is of the form r-ab12");
        Unique("organizational_units", organization.Units.Select(u => u.Id));
        Unique("accounts", organization.Accounts.Select(a => a.Id.Value));
        var named = Elements("policies").Select(n => ((n as JsonObject)?["id"] as JsonString)?.Value ?? "").ToList();
        Unique("policies", named);
    }

    private void Unique(string list, IEnumerable<string> ids)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, index) in ids.Select((id, i) => (id, i)))
            if (!seen.Add(id))
                Report(Element(list, index), $"`{id}` is given twice");
    }

    private void CheckTree()
    {
        var index = OrganizationIndex.Of(organization);
        foreach (var (unit, i) in organization.Units.Select((u, i) => (u, i)))
            if (index.PathTo(unit.Id).IsEmpty)
                Report(
                    Element("organizational_units", i),
                    $"`{unit.Id}` does not lead to the root {organization.RootId}",
                    "`parent` is the root or another organizational unit; AWS allows five levels"
                );
        foreach (var (account, i) in organization.Accounts.Select((a, i) => (a, i)))
            if (index.PathTo(account.Id.Value).IsEmpty)
                Report(
                    Element("accounts", i),
                    $"account {account.Id} does not lead to the root {organization.RootId}",
                    "`parent` is the root or an organizational unit"
                );
    }

    private void CheckAttachments()
    {
        var targets = organization
            .Units.Select(u => u.Id)
            .Concat(organization.Accounts.Select(a => a.Id.Value))
            .Append(organization.RootId)
            .ToHashSet(StringComparer.Ordinal);
        var policies = organization.Policies.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var node in Elements("attachments").OfType<JsonObject>())
        {
            if (node["target"] is JsonString target && !targets.Contains(target.Value))
                Report(target, $"`{target.Value}` is no root, organizational unit or account of this organization");
            foreach (var policy in (node["policies"] as JsonArray)?.Items.OfType<JsonString>() ?? [])
                if (!policies.Contains(policy.Value))
                    Report(policy, $"there is no policy `{policy.Value}`", "give it in `policies`");
        }
    }

    private IReadOnlyList<JsonNode> Elements(string list) => (root[list] as JsonArray)?.Items ?? [];

    private JsonNode? Element(string list, int index) => Elements(list).ElementAtOrDefault(index);

    private void Report(JsonNode? node, string message, string? help = null) =>
        bag.Report(OrganizationDiagnostics.Inconsistent, tree.At(node ?? root), message, help);
}
