using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>
/// Holds every commit that is not on the target branch yet and changes whose word counts to the people of the list that is in force: two
/// of them, or all where there are fewer, stand behind it. Each commit, not only the last: a merge by rebase puts all of them on the
/// target branch.
/// </summary>
internal sealed class ListChanges(ICommitReader git, string head, ProtectedHistory branch, ApproverLists lists)
{
    private const int Needed = 2;

    public void Report(DiagnosticBag bag)
    {
        if (lists.Now is not { } approvers)
            return;
        var inForce = DigestAt(branch.Branch.Tip.Id);
        var words = Words(bag);
        foreach (var change in Changes())
        {
            var digest = DigestAt(change.Facts.Id);
            if (digest == inForce)
                continue;
            var behind = words.Where(w => w.Digest == digest).Select(w => w.Commit).Append(change.Facts);
            var people = behind.Select(c => Vouching(c, approvers, digest)).OfType<Person>().Distinct().ToList();
            var needed = Math.Min(Needed, approvers.InRoles.Count());
            if (people.Count < needed)
                ReportMissing(change, people, needed, bag);
        }
    }

    /// <summary>The commits that are not merged yet and touch one of the files; a merge that takes them over changes nothing.</summary>
    private IEnumerable<GitCommit> Changes() =>
        ListApproval
            .Files.SelectMany(path => git.Log(head, path).Where(c => c.Changes.Any(f => f.Path == path)))
            .DistinctBy(c => c.Facts.Id)
            .Where(c => branch.Bringing(c.Facts.Id) is null);

    private List<(string Digest, CommitFacts Commit)> Words(DiagnosticBag bag)
    {
        var words = new List<(string, CommitFacts)>();
        foreach (var commit in git.Log(head, ListApproval.Folder))
        foreach (var (change, path) in commit.Changes.Where(c => c.Change == "A"))
            if (
                git.Read(commit.Facts.Id, path) is { } source
                && Reading.Of(own => ListApproval.Read(source, own)).IfSound is { } word
                && word.By.IsSame(commit.Facts.Author)
            )
                words.Add((word.Digest, commit.Facts));
        return words;
    }

    /// <summary>The person of the list in force whose word a commit is; null when it is nobody's or not vouched for as is demanded.</summary>
    private Person? Vouching(CommitFacts commit, Approvers approvers, string digest) =>
        approvers.Find(commit.Author) is { } person
        && approvers.InRoles.Contains(person)
        && lists.Signature(approvers, person, commit, at => DigestAt(at) == digest).Check(commit) is null
            ? person
            : null;

    private string DigestAt(string commit) => ListApproval.DigestOf(path => git.Read(commit, path));

    private void ReportMissing(GitCommit change, List<Person> people, int needed, DiagnosticBag bag)
    {
        var path = change.Changes.Select(c => c.Path).First(ListApproval.Files.Contains);
        var by = people.Count == 0 ? "nobody" : string.Join(", ", people.Select(p => p.Name));
        bag.Report(
            ApprovalDiagnostics.ListChanged,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"commit {change.Facts.ShortId} of {change.Facts.Author} changes whose word counts; of the approvers on {branch.Branch.Name}"
                + $" {by} stands behind it, {needed} are needed",
            "each of them runs `amigov exception approve-approvers` on this branch"
        );
    }
}
