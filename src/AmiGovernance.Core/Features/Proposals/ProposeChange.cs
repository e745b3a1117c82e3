using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Validation;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Proposals;

/// <summary>
/// Turns a change of the configuration into a commit on a branch of its own: policies generated, validated, proven. Working folder
/// and index are never touched, and nothing is written before every check has passed.
/// </summary>
/// <param name="commits">The change starts from one of them.</param>
/// <param name="writer">Makes the branch.</param>
/// <param name="remotes">Shares it.</param>
/// <param name="time">Says which day it is.</param>
public sealed class ProposeChange(ICommitReader commits, ICommitWriter writer, IGitRemote remotes, TimeProvider time)
{
    /// <summary>Null with a report when there is nothing to start from.</summary>
    internal ProposalBase? Open(ProposalOptions options, DiagnosticBag bag)
    {
        var hasRemote = remotes.RemoteUrl(options.Remote) is not null;
        if (hasRemote && (options.Push || options.Base is null))
            remotes.Fetch(options.Remote);

        var target = options.Target ?? remotes.DefaultBranch(options.Remote);
        var (name, revision) = Start(options, target, hasRemote);
        if (commits.Resolve(revision) is { } commit)
            return new ProposalBase(name, target, new DraftedFiles(commits, commit), hasRemote);

        bag.Report(
            ProposalDiagnostics.NoBase,
            At("git"),
            $"there is no `{name}` to start from",
            "name the branch to merge into with `--target-branch`, or what to start from with `--base`"
        );
        return null;
    }

    /// <summary>Null with a report when a check fails. The files hold the changed configuration.</summary>
    internal ProposedChange? Run(
        ProposalBase start,
        string branch,
        string message,
        ProposalOptions options,
        DiagnosticBag bag
    )
    {
        var before = new DraftedFiles(commits, start.Files.Commit);
        var mode = ReadDist(before, options.OutputFolder)?.Mode;
        CheckStart(before, start.Name, mode, options, bag);
        if (Generate(start.Files, mode, options, bag) is not { } policies || bag.HasErrors)
            return null;

        var (config, folder) = (options.ConfigPath, options.OutputFolder);
        var guarantees = ProvePolicies.Run(config, folder, time.Today(), start.Files, bag) ?? [];
        var meaning = ComparePolicies.Between(Policies(before, folder), Policies(start.Files, folder));
        if (bag.HasErrors)
            return null;

        var change = new ProposedChange(
            branch,
            start.Name,
            start.Target,
            message,
            [.. start.Files.Changes.Select(c => c.Path)],
            policies,
            guarantees,
            meaning
        );
        if (options.DryRun)
            return change;
        return new ProposalBranch(commits, writer, remotes, start, options).Put(change, bag);
    }

    private static (string Name, string Revision) Start(ProposalOptions options, string target, bool hasRemote)
    {
        if (options.Base is { } given)
            return (given, given);
        return hasRemote
            ? ($"{options.Remote}/{target}", $"refs/remotes/{options.Remote}/{target}")
            : (target, $"refs/heads/{target}");
    }

    /// <summary>
    /// Writes the policies and validates the whole. What generating found is found again by validating; notes on what the change does
    /// not touch would only bury what matters here.
    /// </summary>
    private GeneratedPolicies? Generate(
        DraftedFiles files,
        AllowedImagesState? mode,
        ProposalOptions options,
        DiagnosticBag bag
    )
    {
        var (config, folder, day) = (options.ConfigPath, options.OutputFolder, time.Today());
        var request = new GenerateRequest(config, folder, day, mode, CheckOnly: false);
        var generated = Reading.Of(own => GeneratePolicies.Run(request, files, own).Policies);
        var findings = generated.Findings;
        var validate = new ValidateRequest(config, folder, day) { Revision = files.Commit };
        if (generated.Value is not null)
            findings = Reading.Of(own => ValidateRepository.Run(validate, files, commits, own)).Findings;
        bag.AddRange(findings.Where(d => d.Severity != Severity.Note));
        return generated.Value;
    }

    /// <summary>What the change does to dist/ must be this change and nothing else.</summary>
    private void CheckStart(
        DraftedFiles before,
        string name,
        AllowedImagesState? mode,
        ProposalOptions options,
        DiagnosticBag bag
    )
    {
        // An exception that has ended makes dist/ stale by the day alone; removing or extending it is what fixes that.
        var config = Reading.Of(own => RepositoryFiles.ReadConfig(before, options.ConfigPath, own)).Value;
        if (config?.Exceptions.Any(e => !e.IsActive(time.Today())) == true)
            return;

        var request = new GenerateRequest(
            options.ConfigPath,
            options.OutputFolder,
            time.Today(),
            mode,
            CheckOnly: true
        );
        var stale = Reading.Of(own => GeneratePolicies.Run(request, before, own)).Value?.Stale ?? [];
        foreach (var path in stale)
            bag.Report(
                ProposalDiagnostics.StaleStart,
                At($"{options.OutputFolder}/{path}"),
                $"on {name} this file is not what the configuration gives",
                $"fix that first, on a branch of its own: `amigov generate`, then commit {SuggestedCommand.Of($"{options.OutputFolder}/")}"
            );
    }

    private static ComparedPolicies Policies(IFileStore files, string folder)
    {
        var dist = ReadDist(files, folder);
        return new ComparedPolicies(dist?.Declarative, [.. dist?.Statements ?? []]);
    }

    /// <summary>What is wrong with it, validating says.</summary>
    private static Dist? ReadDist(IFileStore files, string folder) =>
        Reading.Of(own => RepositoryFiles.ReadDist(files, folder, own)).Value;

    private static SourceLocation At(string what) => SourceLocation.OfFile(SourceText.Missing(what));
}
