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
        if (lists.InForce is not { } approvers)
            return;
        var changes = Changes().GroupBy(c => c.Digest).ToList();
        if (changes.Count == 0)
            return;
        var needed = Math.Min(Needed, approvers.InRoles.Count());
        var words = Words();
        var authors = Authors();
        foreach (var change in changes)
        {
            // Who made the content, not who only built on it.
            var made = change.Where(c => IsNew(c.Node, c.Digest)).Select(c => authors.GetValueOrDefault(c.Node.Id));
            var behind = words
                .Where(w => w.Digest == change.Key)
                .Select(w => w.Commit)
                .Concat(made.OfType<CommitFacts>());
            var people = behind.Select(c => Vouching(c, approvers, change.Key)).OfType<Person>().Distinct().ToList();
            if (people.Count < needed)
                ReportMissing(change.Last().Node.Id, authors, people, needed, bag);
        }
    }

    /// <summary>
    /// The commits that are not merged yet and do not have the files as the target branch had them where they build on it. A merge that
    /// brings an old state back is one of them, though it differs from one of its parents only.
    /// </summary>
    private IEnumerable<(CommitNode Node, string Digest)> Changes() =>
        branch
            .Branch.Ahead.Select(c => (Node: c, Digest: DigestAt(c.Id)))
            .Where(c => branch.BaseOf(c.Node.Id) is not { } start || DigestAt(start.Id) != c.Digest);

    private bool IsNew(CommitNode node, string digest) => node.Parents.All(p => DigestAt(p) != digest);

    private Dictionary<string, CommitFacts> Authors() =>
        ListApproval
            .Files.SelectMany(path => git.Log(head, path))
            .Select(c => c.Facts)
            .DistinctBy(c => c.Id)
            .ToDictionary(c => c.Id, StringComparer.Ordinal);

    private List<(string Digest, CommitFacts Commit)> Words()
    {
        var (inForce, since) = (DigestAt(branch.Branch.Tip.Id), branch.Since(DigestAt).Id);
        var words = new List<(string, CommitFacts)>();
        foreach (var commit in git.Log(head, ListApproval.Folder))
        foreach (var (change, path) in commit.Changes.Where(c => c.Change == "A"))
            if (
                git.Read(commit.Facts.Id, path) is { } source
                && Reading.Of(own => ListApproval.Read(source, own)).IfSound is { } word
                && (word.Replaces, word.Since) == (inForce, since)
                && word.By.IsSame(commit.Facts.Author)
            )
                words.Add((word.Digest, commit.Facts));
        return words;
    }

    /// <summary>
    /// The person of the list in force whose word a commit is; null when it is nobody's or not vouched for as is demanded.
    /// </summary>
    private Person? Vouching(CommitFacts commit, Approvers approvers, string digest) =>
        approvers.Find(commit.Author) is { } person
        && approvers.InRoles.Contains(person)
        && lists.Signature(approvers, person, commit, at => DigestAt(at) == digest).Check(commit) is null
            ? person
            : null;

    private string DigestAt(string commit)
    {
        if (!digests.TryGetValue(commit, out var digest))
            digests[commit] = digest = ListApproval.DigestOf(path => git.Read(commit, path));
        return digest;
    }

    private readonly Dictionary<string, string> digests = new(StringComparer.Ordinal);

    private void ReportMissing(
        string commit,
        Dictionary<string, CommitFacts> authors,
        List<Person> people,
        int needed,
        DiagnosticBag bag
    )
    {
        var path =
            ListApproval.Files.FirstOrDefault(p => !IsSame(git.Read(commit, p), branch.ReadTip(p))) ?? Approvers.Path;
        var author = authors.TryGetValue(commit, out var facts) ? $" of {facts.Author}" : "";
        var by = people.Count == 0 ? "nobody" : string.Join(", ", people.Select(p => p.Name));
        bag.Report(
            ApprovalDiagnostics.ListChanged,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"commit {CommitFacts.Short(commit)}{author} changes whose word counts; of the approvers on {branch.Branch.Name}"
                + $" {by} stands behind it, {needed} are needed",
            "each of them runs `amigov exception approve-approvers` on this branch"
        );
    }

    private static bool IsSame(SourceText? here, SourceText? there) =>
        here is null ? there is null : there?.HasBytes(here.Bytes) == true;
}
