using System.Collections.Immutable;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Root and units, each with the mode that holds there and how many of its own accounts are not covered.</summary>
internal sealed class OrganizationTree
{
    private readonly StatusReport report;
    private readonly ILookup<string, OrganizationalUnit> units;
    private readonly ILookup<string, OrganizationAccount> accounts;
    private readonly Dictionary<string, TargetStatus> targets;
    private readonly HashSet<string> uncovered;

    private OrganizationTree(StatusReport report)
    {
        this.report = report;
        units = report.Organization.Units.ToLookup(u => u.ParentId);
        accounts = report.Organization.Accounts.ToLookup(a => a.ParentId);
        targets = report.Targets.ToDictionary(t => t.Target);
        uncovered = [.. report.Gaps.SelectMany(g => g.Accounts).Select(a => a.Value)];
    }

    public static Tree Of(StatusReport report)
    {
        var root = report.Organization.RootId;
        var tree = new OrganizationTree(report);
        return new Tree(
            [tree.Node(root, "Root", above: null, Organization.MaximumDepth)],
            "The organization, and what holds in it"
        );
    }

    /// <param name="above">What is inherited; null where nothing is attached above.</param>
    /// <param name="depth">Levels that may follow: a damaged tree may hold a circle.</param>
    private TreeNode Node(string id, string name, TargetStatus? above, int depth)
    {
        var holds = targets.GetValueOrDefault(id) ?? above;
        var children = depth == 0 ? [] : units[id].OrderBy(u => u.Name, StringComparer.Ordinal).ToList();
        return new TreeNode(
            name,
            State(holds, holds?.Target == id),
            Detail(id),
            [
                .. children.Select(u => Node(u.Id, u.Name, holds, depth - 1)),
                .. accounts[id].Where(a => targets.ContainsKey(a.Id.Value)).Select(Leaf),
            ]
        );
    }

    private TreeNode Leaf(OrganizationAccount account) =>
        new(account.Name, State(targets[account.Id.Value], isOwn: true), account.Id.Value, []);

    private static Cell State(TargetStatus? holds, bool isOwn)
    {
        if (holds is null)
            return new Cell("no policy of ours", Tone.Quiet);
        var mode = holds.Mode?.Name() ?? "no state";
        return new Cell(isOwn ? $"{mode}, attached here" : mode, StatusPage.ToneOf(holds.Mode));
    }

    private string Detail(string id)
    {
        var own = accounts[id].ToList();
        var open = own.Count(a => uncovered.Contains(a.Id.Value));
        var gap = open == 0 ? "" : $", {open} of them not covered";
        return own.Count == 0 ? id : $"{Plural.Of(own.Count, "account")}{gap} · {id}";
    }
}
