using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Where a request stands, and the command that comes next.</summary>
internal static class NextStep
{
    /// <param name="approvers">Null leaves out who holds a role.</param>
    public static void Write(TextWriter writer, CaseStatus status, Approvers? approvers)
    {
        foreach (var line in Lines(status, approvers))
            writer.WriteLine(line);
    }

    private static IEnumerable<string> Lines(CaseStatus status, Approvers? approvers)
    {
        var (ticket, newest) = (status.Case.Ticket, status.Newest);
        var name = $"{newest.Part.Name} of {ticket}";
        return status.State switch
        {
            RequestState.InReview => InReview(name, ticket, newest, approvers),
            RequestState.Approved =>
            [
                $"{name} is approved, until {status.ApprovedEnd?.Text()}",
                $"  {ShellText.Of($"amigov exception implement {ticket}")}",
            ],
            RequestState.Rejected => [$"{name} is rejected"],
            _ => [],
        };
    }

    private static IEnumerable<string> InReview(string name, string ticket, PartStatus newest, Approvers? approvers)
    {
        var roles = newest.Missing.Select(role => Sanitize.Text(role) + CaseWords.Holders(approvers, role));
        yield return $"{name} needs {string.Join(" and ", roles)}";
        foreach (var role in newest.Missing)
            yield return $"  {ShellText.Of($"amigov exception approve {ticket} --as {role} --reason \"…\"")}";
    }
}
