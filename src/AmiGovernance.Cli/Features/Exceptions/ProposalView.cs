using System.Globalization;
using AmiGovernance.Cli.Features.Authoring;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Proposals;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>A change that was checked, for the terminal.</summary>
internal static class ProposalView
{
    /// <param name="remote">That the branch is pushed to.</param>
    /// <param name="width">In columns, of the screen.</param>
    public static void Write(TextWriter writer, ProposedChange change, string remote, int width)
    {
        AllowlistView.Write(writer, change.Policies.Allowlist, width);
        writer.WriteLine();
        foreach (var path in change.Paths)
            writer.WriteLine($"✓ Changed: {Sanitize.Text(path)}");
        writer.WriteLine("✓ Allowlist consistency verified");
        writer.WriteLine("✅ VALIDATION PASSED");
        writer.WriteLine(Guarantees(change));
        writer.WriteLine();
        writer.WriteLine("What changes:");
        DifferenceView.WriteText(writer, change.Meaning);
        writer.WriteLine();
        if (change.CommitId is { } commit)
            WriteCommit(writer, change, remote, CommitFacts.Short(commit));
        else
            WriteDryRun(writer, change);
    }

    private static string Guarantees(ProposedChange change)
    {
        var all = change.Guarantees.Length;
        var proven = change.Guarantees.Count(g => g.Outcome == ProofOutcome.Proven);
        var notApplicable = change.Guarantees.Count(g => g.Outcome == ProofOutcome.NotApplicable);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"✓ Guarantees: {proven} of {all} proven, {notApplicable} do not apply, {all - proven - notApplicable} not proven"
        );
    }

    private static void WriteDryRun(TextWriter writer, ProposedChange change)
    {
        writer.WriteLine(
            $"Nothing was written. The branch would be {change.Branch}, from {Sanitize.Text(change.BaseName)},"
                + " with this commit:"
        );
        writer.WriteLine();
        foreach (var line in change.Message.TrimEnd('\n').Split('\n'))
            writer.WriteLine($"    {line}".TrimEnd());
    }

    private static void WriteCommit(TextWriter writer, ProposedChange change, string remote, string commit)
    {
        writer.WriteLine(
            change.WasThere
                ? $"✓ branch {change.Branch} holds this change already ({commit})"
                : $"✓ branch {change.Branch} from {Sanitize.Text(change.BaseName)}: commit {commit}"
        );
        if (change.Replaced is { } before)
            writer.WriteLine($"  it was at {CommitFacts.Short(before)} before");
        writer.WriteLine(
            change.Pushed ? "✓ pushed" : $"  not pushed: {SuggestedCommand.Of($"git push {remote} {change.Branch}")}"
        );
    }
}
