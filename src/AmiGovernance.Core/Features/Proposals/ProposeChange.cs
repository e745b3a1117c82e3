using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Features.Validation;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Proposals;

/// <param name="Base">What the branch starts from; null takes the target branch, as the remote has it.</param>
/// <param name="Target">The branch that it shall be merged into; null takes the remote's default branch.</param>
/// <param name="Rebuild">Whether a branch of that name that is something else is made anew.</param>
/// <param name="DryRun">Everything is tried and nothing is written.</param>
public sealed record ProposalOptions(
    string ConfigPath,
    string OutputFolder,
    string Remote,
    string? Base,
    string? Target,
    bool Push,
    bool Rebuild,
    bool DryRun
);

/// <summary>The state that a change starts from.</summary>
/// <param name="Name">As people know it, such as `origin/main`.</param>
/// <param name="HasRemote">Whether there is a remote to push to.</param>
internal sealed record ProposalBase(string Name, string Target, CommittedFiles Files, bool HasRemote);

/// <summary>A change that was checked, and where it is now.</summary>
public sealed record ProposedChange(
    string Branch,
    string BaseName,
    string Target,
    string Message,
    ImmutableArray<string> Paths,
    GeneratedPolicies Policies,
    ImmutableArray<GuaranteeResult> Guarantees,
    MeaningDifference Meaning
)
{
    /// <summary>Null after a dry run.</summary>
    public string? CommitId { get; init; }

    /// <summary>Where the branch pointed before it was rebuilt; null when it was not.</summary>
    public string? Replaced { get; init; }

    /// <summary>The branch was there already and holds just this change.</summary>
    public bool WasThere { get; init; }

    public bool Pushed { get; init; }

    public string Title => Message.Split('\n')[0];
}

/// <summary>
/// Turns a change of the configuration into a commit on a branch of its own: policies generated, validated, proven. Working folder
/// and index are never touched, and nothing is written before every check has passed.
/// </summary>
public sealed class ProposeChange(IGit git, TimeProvider time)
{
    /// <summary>Null with a report when there is nothing to start from.</summary>
    internal ProposalBase? Open(ProposalOptions options, DiagnosticBag bag)
    {
        var hasRemote = git.RemoteUrl(options.Remote) is not null;
        if (hasRemote && (options.Push || options.Base is null))
            git.Fetch(options.Remote);
        var target = options.Target ?? git.DefaultBranch(options.Remote);
        var (name, revision) =
            options.Base is { } given ? (given, given)
            : hasRemote ? ($"{options.Remote}/{target}", $"refs/remotes/{options.Remote}/{target}")
            : (target, $"refs/heads/{target}");
        if (git.Resolve(revision) is { } commit)
            return new ProposalBase(name, target, new CommittedFiles(git, commit), hasRemote);
        bag.Report(
            ProposalDiagnostics.NoBase,
            At("git"),
            $"there is no `{name}` to start from",
            "name the branch to merge into with `--target`, or what to start from with `--base`"
        );
        return null;
    }

    /// <summary>Null with a report when a check fails. The files hold the changed configuration.</summary>
    internal ProposedChange? Run(
        ProposalBase start,
        string branch,
        Func<GeneratedPolicies, string> message,
        ProposalOptions options,
        DiagnosticBag bag
    )
    {
        var (day, before) = (time.Today(), new CommittedFiles(git, start.Files.Commit));
        var mode = RepositoryFiles.ReadDist(before, options.OutputFolder, new DiagnosticBag()).Mode;
        CheckStart(before, start.Name, mode, options, bag);
        var own = new DiagnosticBag();
        var policies = GeneratePolicies
            .Run(
                new GenerateRequest(options.ConfigPath, options.OutputFolder, day, mode, CheckOnly: false),
                start.Files,
                own
            )
            .Policies;
        if (policies is not null)
            ValidateRepository.Run(
                new ValidateRequest(options.ConfigPath, options.OutputFolder, day),
                start.Files,
                own = new DiagnosticBag()
            );
        // Notes on what the change does not touch would only bury what matters here.
        bag.AddRange(own.ToSorted().Where(d => d.Severity != Severity.Note));
        if (policies is null || bag.HasErrors)
            return null;
        var guarantees = ProvePolicies.Run(options.ConfigPath, options.OutputFolder, day, start.Files, bag) ?? [];
        var meaning = ComparePolicies.Between(
            Policies(before, options.OutputFolder),
            Policies(start.Files, options.OutputFolder)
        );
        var changed = new ProposedChange(
            branch,
            start.Name,
            start.Target,
            message(policies),
            [.. start.Files.Changes.Select(c => c.Path)],
            policies,
            guarantees,
            meaning
        );
        return bag.HasErrors ? null
            : options.DryRun ? changed
            : Commit(start, changed, options, bag);
    }

    /// <summary>What the change does to dist/ must be this change and nothing else.</summary>
    private void CheckStart(
        CommittedFiles before,
        string name,
        AllowedImagesState? mode,
        ProposalOptions options,
        DiagnosticBag bag
    )
    {
        var stale = GeneratePolicies
            .Run(
                new GenerateRequest(options.ConfigPath, options.OutputFolder, time.Today(), mode, CheckOnly: true),
                before,
                new DiagnosticBag()
            )
            .Stale;
        // An exception that has ended makes dist/ stale by the day alone; removing or extending it is what mends that.
        var byTheDay =
            RepositoryFiles
                .ReadConfig(before, options.ConfigPath, new DiagnosticBag())
                ?.Exceptions.Any(e => !e.IsActive(time.Today()))
            ?? false;
        foreach (var path in byTheDay ? [] : stale)
            bag.Report(
                ProposalDiagnostics.StaleStart,
                At($"{options.OutputFolder}/{path}"),
                $"on {name} this file is not what the configuration gives",
                $"mend that first, on a branch of its own: `amigov generate`, then commit `{options.OutputFolder}/`"
            );
    }

    private static ComparedPolicies Policies(IFileStore files, string folder)
    {
        var dist = RepositoryFiles.ReadDist(files, folder, new DiagnosticBag());
        return new ComparedPolicies(dist.Declarative, [.. dist.Statements]);
    }

    private ProposedChange? Commit(
        ProposalBase start,
        ProposedChange change,
        ProposalOptions options,
        DiagnosticBag bag
    )
    {
        var (local, shared) = (
            git.Resolve($"refs/heads/{change.Branch}"),
            start.HasRemote && options.Push ? git.RemoteBranch(options.Remote, change.Branch) : null
        );
        if (git.CurrentBranch() == change.Branch)
        {
            bag.Report(
                ProposalDiagnostics.BranchExists,
                At(change.Branch),
                "the branch is checked out here, and would change under your hands",
                $"switch to another first: `git switch {change.Target}`"
            );
            return null;
        }
        if ((shared ?? local) is { } there && !options.Rebuild)
        {
            if (Holds(there, start, change))
                return Share(
                    change with
                    {
                        CommitId = there,
                        WasThere = true,
                    },
                    shared,
                    start.HasRemote && options.Push && shared is null && there == local,
                    options
                );
            bag.Report(
                ProposalDiagnostics.BranchExists,
                At(change.Branch),
                $"the branch is there already, at {CommittedFiles.Short(there)}, and is not this change on top of {start.Name}",
                $"{start.Name} has moved on since, or somebody changed the branch; `--rebuild` makes it anew from {start.Name} (what it holds stays reachable as {CommittedFiles.Short(there)})"
            );
            return null;
        }
        var made = git.CommitOn(change.Branch, local, start.Files.Commit, start.Files.Changes, change.Message);
        return Share(
            change with
            {
                CommitId = made,
                Replaced = shared ?? local,
            },
            shared,
            start.HasRemote && options.Push,
            options
        );
    }

    private ProposedChange Share(ProposedChange change, string? shared, bool push, ProposalOptions options)
    {
        if (!push)
            return change with { Pushed = shared is not null && shared == change.CommitId };
        git.Push(options.Remote, change.Branch, shared);
        return change with { Pushed = true };
    }

    /// <summary>Whether a branch is one commit on top of the start that changes the same to the same; records carry the time, so they differ each time.</summary>
    private bool Holds(string branch, ProposalBase start, ProposedChange change)
    {
        if (git.Resolve($"{branch}^") != start.Files.Commit)
            return false;
        var content = start.Files.Changes.Where(c =>
            !c.Path.StartsWith($"{RequestPaths.Folder}/", StringComparison.Ordinal)
        );
        return content.All(c =>
            c.Bytes is { } bytes
                ? git.Read(branch, c.Path) is { } source && source.Bytes.Span.SequenceEqual(bytes.Span)
                : git.Read(branch, c.Path) is null
        );
    }

    private static SourceLocation At(string what) => SourceLocation.OfFile(SourceText.Missing(what));
}
