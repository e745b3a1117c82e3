using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>What the exception commands read together: the configuration, who may approve, the time limits, and the history of the requests.</summary>
/// <param name="Approvers">Null when the file is not there: then no decision counts.</param>
/// <param name="History">Null without git.</param>
public sealed record ExceptionSources(
    IFileStore Files,
    GovernanceConfig Config,
    Approvers? Approvers,
    ExceptionProcess Process,
    FileHistory? History
)
{
    /// <summary>Who is asked to review a merge request: the holders of the reviewing roles who have a handle, without its `@`.</summary>
    public ImmutableArray<string> Reviewers =>
        Approvers is not { } approvers
            ? []
            :
            [
                .. Process
                    .ReviewerRoles.SelectMany(r => approvers.Members(r))
                    .Select(p => p.Handle?.TrimStart('@'))
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal),
            ];

    /// <summary>Null with a report when one of the files is there and not usable.</summary>
    public static ExceptionSources? Read(string configPath, IFileStore files, FileHistory? history, DiagnosticBag bag)
    {
        return RepositoryFiles.ReadConfig(files, configPath, bag) is { } config && !bag.HasErrors
            ? Read(config, files, history, bag)
            : null;
    }

    /// <summary>The same for a configuration that has been read.</summary>
    public static ExceptionSources? Read(
        GovernanceConfig config,
        IFileStore files,
        FileHistory? history,
        DiagnosticBag bag
    )
    {
        var own = new DiagnosticBag();
        var approvers = ReadApprovers(files, own);
        var process = ReadProcess(files, own);
        bag.AddRange(own.ToSorted());
        return own.HasErrors || process is null
            ? null
            : new ExceptionSources(files, config, approvers, process, history);
    }

    /// <summary>Null with a report when the file is there and not usable.</summary>
    public static ExceptionProcess? ReadProcess(IFileStore files, DiagnosticBag bag) =>
        !files.Exists(ExceptionProcess.Path) ? new ExceptionProcess()
        : files.Read(ExceptionProcess.Path, bag) is { } text ? ExceptionProcessReader.Read(text, bag)
        : null;

    private static Approvers? ReadApprovers(IFileStore files, DiagnosticBag bag) =>
        files.Exists(Approvers.Path) && files.Read(Approvers.Path, bag) is { } source
            ? ApproversReader.Read(source, bag)
            : null;

    /// <summary>
    /// Judges each part by the people who held the roles when it mattered: for what is implemented, those of the commit that
    /// implemented it, since people leave.
    /// </summary>
    public CaseStatus Judge(ExceptionCase exception, IGit? git, DiagnosticBag bag)
    {
        var judge = new DecisionJudge(exception, History, bag);
        if (Approvers is null && exception.Records.Any(r => r.Record.IsDecision))
            bag.Report(
                ApprovalDiagnostics.UnknownName,
                SourceLocation.OfFile(SourceText.Missing(Approvers.Path)),
                "there is no list of approvers, so no decision counts",
                "`docs/reference/exceptions.md` shows one"
            );
        return new CaseStatus(exception, [.. exception.Parts.Select(part => Judge(judge, exception, part, git))]);
    }

    private PartStatus Judge(DecisionJudge judge, ExceptionCase exception, RequestPart part, IGit? git)
    {
        var type = Config.ExceptionTypes[exception.Request.Type];
        var approvers = ApproversOf(exception, part, git) ?? Approvers;
        return approvers is null
            ? new PartStatus(part, [], type.ApproverRoles, null)
            : judge.Judge(part, type, approvers);
    }

    private Approvers? ApproversOf(ExceptionCase exception, RequestPart part, IGit? git)
    {
        var record = exception.Records.FirstOrDefault(r =>
            r.Record.Event == RequestEvent.Implemented && r.Record.RequestDigest == part.Digest
        );
        if (git is null || record is null || History?.Of(record.Source.Path).Commits is not [.., var (commit, _)])
            return null;
        return git.Read(commit.Id, Approvers.Path) is { } source
            ? ApproversReader.Read(source, new DiagnosticBag())
            : null;
    }
}
