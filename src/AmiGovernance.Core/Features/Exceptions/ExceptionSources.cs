using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>
/// What the exception commands read together: the configuration, who may approve, the time limits, and the history of the requests.
/// </summary>
/// <param name="Approvers">Null when the file is not there: then no decision counts.</param>
/// <param name="History">Null without git.</param>
internal sealed record ExceptionSources(
    IFileStore Files,
    GovernanceConfig Config,
    Approvers? Approvers,
    ExceptionProcess Process,
    FileHistory? History
)
{
    /// <summary>Who is asked to review a merge request: the holders of the reviewing roles who have a handle, without its `@`.</summary>
    public ImmutableArray<string> Reviewers =>
        [
            .. Process
                .ReviewerRoles.SelectMany(role => Approvers?.Members(role) ?? [])
                .Select(p => p.Handle?.TrimStart('@'))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Who could approve, and when.</summary>
    public ApproverLists Lists { get; private init; } = new(Approvers, Process.RequiredAssurance, History);

    /// <summary>The target branch's configuration; null where there is none.</summary>
    private readonly Lazy<GovernanceConfig?> inForce = new(() =>
        History?.Protected?.ReadTip(Config.Tree.Source.Path) is { } source
            ? ConfigReader.Read(source, new DiagnosticBag())
            : null
    );

    /// <summary>Null with a report when one of the files is there and not usable.</summary>
    public static ExceptionSources? Read(
        string configPath,
        IFileStore files,
        FileHistory? history,
        DiagnosticBag bag
    ) =>
        RepositoryFiles.ReadConfig(files, configPath, bag) is { } config && !bag.HasErrors
            ? Read(config, files, history, bag)
            : null;

    /// <summary>The same for a configuration that has been read.</summary>
    public static ExceptionSources? Read(
        GovernanceConfig config,
        IFileStore files,
        FileHistory? history,
        DiagnosticBag bag
    )
    {
        var sources = Reading.Of(own =>
            (ReadApprovers(files, own), ReadProcess(files, own), Demanded(history, own))
                is (var approvers, { } process, { } demanded)
                ? new ExceptionSources(files, config, approvers, process.AtLeast(demanded), history)
                : null
        );
        sources.ReportTo(bag);
        return sources.IfSound;
    }

    /// <summary>What the target branch demands, whatever stands here; null with a report where that cannot be read.</summary>
    private static ExceptionProcess? Demanded(FileHistory? history, DiagnosticBag bag)
    {
        if (history?.Protected is not { } branch || branch.ReadTip(ExceptionProcess.Path) is not { } source)
            return new ExceptionProcess();
        // As git names it: the file here may be another one, and sound.
        var named = new SourceText($"{branch.Branch.Name}:{source.Path}", source.Bytes);
        return ExceptionProcessReader.Read(named, bag);
    }

    /// <summary>Null with a report when the file is there and not usable.</summary>
    public static ExceptionProcess? ReadProcess(IFileStore files, DiagnosticBag bag)
    {
        if (!files.Exists(ExceptionProcess.Path))
            return new ExceptionProcess();
        return files.Read(ExceptionProcess.Path, bag) is { } source ? ExceptionProcessReader.Read(source, bag) : null;
    }

    /// <summary>An error where what binds stands on a target branch that is not known.</summary>
    public void DemandTarget(DiagnosticBag bag)
    {
        if (History is { HasCommits: true })
            RequestHistory.DemandTarget(History, bag);
    }

    /// <summary>One request with its records; null with a report when there is none or it cannot be read.</summary>
    public ExceptionCase? ReadCase(string ticket, DiagnosticBag bag) =>
        RequestFiles.Read(ticket, Files, Config.ExceptionTypes.Values, bag);

    /// <summary>Judges each part by the people who held the roles when it was decided on.</summary>
    public CaseStatus Judge(ExceptionCase exception, DiagnosticBag bag)
    {
        var isDecided = exception.Records.Any(r => r.Record.IsDecision);
        if (isDecided && History is not null)
            RequestHistory.DemandTarget(History, bag);
        if (isDecided && Approvers is null)
            bag.Report(
                ApprovalDiagnostics.UnknownName,
                SourceLocation.OfFile(SourceText.Missing(Approvers.Path)),
                "there is no list of approvers, so no decision counts",
                "`amigov docs exceptions` shows one"
            );
        var judge = new DecisionJudge(exception, History, Lists, bag);
        var type = TypeOf(exception.Request.Type);
        return new CaseStatus(exception, [.. exception.Parts.Select(part => judge.Judge(part, type))]);
    }

    /// <summary>
    /// A row of the exception-type table as it binds: by the target branch and by what is here, the stricter of both. Who must approve is
    /// not for the one to say who asks. A type that the target branch does not have yet counts from when it does.
    /// </summary>
    public ExceptionType TypeOf(string name)
    {
        var here = Config.ExceptionTypes[name] with { MaxDays = RequestChecks.MaxDays(Config, name) };
        if (inForce.Value is not { } branch)
            return here;
        if (!branch.ExceptionTypes.TryGetValue(name, out var there))
            return here with { MaxDays = 0 };
        var more = here.ApproverRoles.Where(r => !there.ApproverRoles.Any(t => RoleName.AreSame(t, r)));
        return here with
        {
            MaxDays = Math.Min(here.MaxDays, RequestChecks.MaxDays(branch, name)),
            ApproverRoles = [.. there.ApproverRoles, .. more],
        };
    }

    /// <summary>The same where what is wrong with the decisions is not the matter.</summary>
    public CaseStatus JudgeQuietly(ExceptionCase exception) => Judge(exception, new DiagnosticBag());

    private static Approvers? ReadApprovers(IFileStore files, DiagnosticBag bag) =>
        files.Exists(Approvers.Path) && files.Read(Approvers.Path, bag) is { } source
            ? ApproversReader.Read(source, bag)
            : null;
}
