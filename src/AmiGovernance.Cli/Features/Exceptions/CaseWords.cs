using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>People and what they wait for, in the words of all views.</summary>
internal static class CaseWords
{
    public static string Name(GitIdentity identity) => Sanitize.Text(identity.ToString());

    public static string Signed(CommitFacts commit) => commit.IsSigned ? ", signed" : "";

    /// <summary>What vouches for a decision, with its commit.</summary>
    public static string Vouched(Decision decision)
    {
        var words = Assurance(decision.Assurance);
        return decision.Commit is { } commit ? $"commit {commit.ShortId}, {words}" : words;
    }

    public static string Assurance(Assurance? assurance) =>
        assurance is { } known ? Assurances.Names.Of(known) : "not proven: no history";

    /// <param name="missing">The roles whose approval is missing.</param>
    public static string WaitsFor(ImmutableArray<string> missing) =>
        missing.IsEmpty ? "the platform team" : string.Join(", ", missing);

    /// <summary>Who holds a role, in brackets; empty without a list of approvers.</summary>
    public static string Holders(Approvers? approvers, string role)
    {
        if (approvers is null)
            return "";
        var members = approvers.Members(role);
        var names = members.IsEmpty ? "held by nobody" : string.Join(", ", members.Select(m => Sanitize.Text(m.Name)));
        return $" ({names})";
    }
}
