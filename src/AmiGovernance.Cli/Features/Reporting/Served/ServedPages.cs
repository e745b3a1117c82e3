using System.Collections.Frozen;
using System.Collections.Immutable;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Adapters.Git;
using AmiGovernance.Cli.Features.Authoring;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Features.Mcp;
using AmiGovernance.Cli.Features.Reporting.Governance;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Console.Hosting;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>
/// The pages of the console: what the commands show, and what people decide. It changes nothing in AWS; a decision is the command
/// that the command line has for it, run here as the person whom git names.
/// </summary>
/// <param name="verify">Options of a verification that say how AWS is reached; null where it is left alone.</param>
internal sealed class ServedPages(
    CliContext context,
    GovernanceArguments arguments,
    GovernanceState state,
    AskedCommand commands,
    string[]? verify
) : IConsolePages, IDisposable
{
    /// <summary>A decision and its commit are one: two at once would take each other's files.</summary>
    private readonly SemaphoreSlim turn = new(1);

    public void Dispose() => turn.Dispose();

    private static readonly ImmutableDictionary<string, string> NoValues = ImmutableDictionary<string, string>.Empty;

    private readonly RequestPages requests = new(context, arguments);
    private readonly FindingPages findings = new(context, arguments.Judgement.Triage);
    private readonly QuestionPages questions = new(commands, arguments.Judgement, arguments.Inventory, verify);

    public IReadOnlyList<Place> Places { get; } =
    [
        new("/", "Overview"),
        new("/organization", "Organization"),
        new("/guarantees", "Guarantees"),
        new("/allow-list", "Allow list"),
        new("/exceptions", "Exceptions"),
        new(RequestPages.Path, "Requests"),
        new(FindingPages.Path, "Findings"),
        new("/images", "Images"),
        new("/deployments", "Deployments"),
        new("/verification", "Verification"),
        new("/explain", "Explain an error"),
        new("/find", "Find an image"),
    ];

    public Task<Page?> Show(PageRequest request, CancellationToken cancel) => Answered(() => Shown(request, cancel));

    public Task<Page?> Send(PageRequest request, CancellationToken cancel) => Answered(() => Sent(request, cancel));

    /// <summary>What files, git and AWS raise while they change is told on the page.</summary>
    private static async Task<Page?> Answered(Func<Task<Page?>> answer)
    {
        try
        {
            return await answer();
        }
        catch (Exception e) when (ForeseenFailure.Of(e) is { } finding)
        {
            return new Page("It cannot be shown now")
            {
                NotLookedAt = [$"{finding.Location.Source.Path}: {finding.Message}", .. Help(finding)],
            };
        }
    }

    private static IEnumerable<string> Help(Diagnostic finding) => finding.Help is { } help ? [help] : [];

    public IAsyncEnumerable<string> Progress(CancellationToken cancel) => state.Progress(cancel);

    private async Task<Page?> Shown(PageRequest request, CancellationToken cancel)
    {
        var (place, rest) = Split(request.Path);
        // What "Read again" leaves in the address line.
        if ((place, rest) is ("again", ""))
            return await Shown(new PageRequest("/", NoValues), cancel);
        if (!OfState.Contains(place))
            return Named(request.Path, await Own(place, rest, request, cancel));
        var shown = await state.Soon(cancel) is { } report
            ? Dated(OfReport(place, rest, report), place, report)
            : WaitingPage.Of("Reading", state.Said, request);
        return Named(request.Path, shown);
    }

    /// <summary>A place has one name: what leads to it and what stands above it are the same.</summary>
    private Page? Named(string path, Page? page) =>
        page is not null && Places.FirstOrDefault(p => p.Path == path) is { } place
            ? page with
            {
                Title = place.Title,
            }
            : page;

    /// <summary>Places that show the state as it was last read; the others read for themselves.</summary>
    private static readonly FrozenSet<string> OfState =
    [
        "",
        "organization",
        "guarantees",
        "exceptions",
        "findings",
        "deployments",
    ];

    /// <summary>The overview says it in its own words.</summary>
    private static Page? Dated(Page? page, string place, GovernanceReport report) =>
        page is null || place.Length == 0
            ? page
            : page with
            {
                About = [.. page.About, $"read {report.At.MinuteText()}; the overview has “Read again”"],
            };

    private Page? OfReport(string place, string rest, GovernanceReport report) =>
        (place, rest) switch
        {
            ("", "") => Overview(report),
            ("organization", "") => Organization(report),
            ("guarantees", "") => Guarantees(report),
            ("exceptions", "") => Exceptions(report),
            ("findings", "") => findings.List(report),
            ("findings", _) => findings.One(rest, report),
            ("deployments", "") => Deployments(report),
            ("deployments", _) => report.Deployments is { } log ? HistoryPage.OfOne(rest, log) : Deployments(report),
            _ => null,
        };

    private async Task<Page?> Own(string place, string rest, PageRequest request, CancellationToken cancel) =>
        (place, rest) switch
        {
            ("find", "") => await questions.Find(request, cancel),
            ("requests", "") => requests.List(),
            ("requests", "new") => RequestPages.Ask(request),
            ("requests", _) => requests.One(rest),
            ("images", "") => Images(),
            ("verification", "") => QuestionPages.Verification(null),
            ("explain", "") => QuestionPages.Explain(request, null),
            ("allow-list", "") => AllowlistCommand.Page(
                arguments.Judgement.Config,
                arguments.Day(context.Time),
                context
            ),
            _ => null,
        };

    private async Task<Page?> Sent(PageRequest request, CancellationToken cancel)
    {
        var (place, rest) = Split(request.Path);
        if ((place, rest) is ("again", ""))
        {
            state.Forget();
            return await Shown(request, cancel);
        }
        return (place, rest) switch
        {
            ("requests", "new") => await Decide(
                () => requests.Request(request),
                () => RequestPages.Ask(request),
                request,
                cancel
            ),
            ("requests", { Length: > 0 }) => await Decide(
                () => requests.Decision(rest, request),
                () => requests.One(rest, request),
                request,
                cancel
            ),
            ("findings", { Length: > 0 }) => await DecideFinding(rest, request, cancel),
            ("explain", "") => Named(request.Path, await questions.Explained(request, cancel)),
            ("verification", "") => Named(request.Path, await questions.Verified(cancel)),
            _ => null,
        };
    }

    private static (string Place, string Below) Split(string path)
    {
        var parts = path.Split('/', 3, StringSplitOptions.None);
        return (parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? "");
    }

    private static Page Overview(GovernanceReport report)
    {
        var page = GovernancePage.Overview(report);
        var again = new Form("/again", "Read again", []) { Changes = true };
        return page with { Sections = [.. page.Sections, new Section("again", "As it is now") { Blocks = [again] }] };
    }

    private static Page Organization(GovernanceReport report) =>
        report.Status is { } status
            ? StatusPage.Of(status) with
            {
                NotLookedAt = [.. report.NotRead],
            }
            : Missing("Organization", report);

    private static Page Guarantees(GovernanceReport report) =>
        report.Guarantees is { } results
            ? ProofPage.Of(results, organization: null, report.AsOf)
            : Missing("Guarantees", report);

    private static Page Exceptions(GovernanceReport report) =>
        report.Exceptions is { } exceptions ? ExceptionReportPage.Of(exceptions) : Missing("Exceptions", report);

    private static Page Deployments(GovernanceReport report) =>
        report.Deployments is { } log
            ? HistoryPage.Of(log, deployment => $"/deployments/{Uri.EscapeDataString(deployment)}", report.RecordLacks)
            : Missing("Deployments", report);

    private static Page Missing(string title, GovernanceReport report) =>
        new(title) { NotLookedAt = [.. report.NotRead, .. report.NotAsked] };

    private Page Images()
    {
        var bag = new DiagnosticBag();
        var path = arguments.Inventory ?? ImageUseFiles.UsualInventory;
        using var inventory = OpenInventory.Open(context.Databases, path, bag);
        return inventory is null
            ? new Page("Images of the organization")
            {
                NotLookedAt = [.. bag.ToSorted().Select(d => $"{d.Message}; {d.Help}")],
            }
            : ImagePages.List(inventory.Queries.List(new ListFilter()), inventory, InventoryOutput.AllGaps(inventory));
    }

    private async Task<Page?> DecideFinding(string finding, PageRequest request, CancellationToken cancel)
    {
        var report = await state.Read(cancel);
        return await Decide(
            () => findings.Decision(finding, request, report, Who() ?? ""),
            () => findings.One(finding, report, request),
            request,
            cancel
        );
    }

    /// <summary>First what will be done; then, when that was sent back, what became of it. What is refused is shown again.</summary>
    /// <param name="make">The decision by what is there now; null when there is nothing of that name to decide on.</param>
    /// <param name="again">The page that it was made on.</param>
    private async Task<Page?> Decide(
        Func<ServedDecision?> make,
        Func<Page?> again,
        PageRequest request,
        CancellationToken cancel
    )
    {
        if (ServedDecision.IsTakenBack(request))
            return again();
        await turn.WaitAsync(cancel);
        try
        {
            if (make() is not { } decision)
                return null;
            var (page, isRefused) = await InTurn(decision, request);
            return isRefused && again() is { } shown
                ? page with
                {
                    Sections = [.. page.Sections, .. shown.Sections],
                    NotLookedAt = shown.NotLookedAt,
                }
                : page;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<(Page Page, bool IsRefused)> InTurn(ServedDecision decision, PageRequest request)
    {
        if (Who() is not { } who)
            return Refused(decision, "git does not know who you are: `git config user.name` and `user.email` say it");
        if (context.Git?.CurrentBranch() is not { } branch)
            return Refused(decision, "no branch is checked out, so a commit would be lost: `git switch main`");
        if (decision.Problem is { } problem)
            return Refused(decision, problem);
        if (request.Value("meant") != "yes")
            return (decision.Preview(who, branch, request), false);
        if (ServedDecision.Moved(who, branch, request) is { } moved)
            return Refused(decision, moved);
        // What is meant is done whole: a window that is closed meanwhile leaves nothing half written.
        var answer = await commands.Do([.. decision.Words], !decision.Files.IsEmpty, CancellationToken.None);
        var isDone = answer.ExitCode == ExitCodes.Done;
        var outcome = isDone ? Commit(decision) : new Cell("It was not done.", Tone.Bad);
        state.Forget();
        return (Done(decision, answer, outcome), !isDone);
    }

    /// <summary>What the command wrote and did not commit itself.</summary>
    private Cell Commit(ServedDecision decision)
    {
        if (decision.Files.IsEmpty || context.Git is not { } git)
            return new Cell("Done.", Tone.Good);
        try
        {
            if (decision.Files.All(file => git.Uncommitted(file).IsEmpty))
                return IsCommitted(decision.Files, git)
                    ? new Cell("Done: nothing changed, it was decided so already.", Tone.Good)
                    : new Cell(Unseen, Tone.Bad);
            var commit = CommitFacts.Short(git.Commit(decision.Files, $"{decision.Title}\n"));
            return new Cell($"Done. Commit {commit}; others see it once it is pushed.", Tone.Good);
        }
        catch (GitException e)
        {
            var command = ShellText.Concat(decision.Files.Select(file => ShellText.Of($" {file}")));
            return new Cell(
                $"It is written, and not committed: {e.Message}; {SuggestedCommand.Of($"git add{command}")}, then `git commit`",
                Tone.Bad
            );
        }
    }

    private const string Unseen =
        "It is written, and not committed: git does not see the file; it is ignored, or lies in another repository";

    private static bool IsCommitted(IEnumerable<string> files, IGit git) =>
        git.Resolve("HEAD") is { } head && files.All(file => git.Read(head, file) is not null);

    private static Page Done(ServedDecision decision, AskedAnswer answer, Cell outcome) =>
        new(decision.Title)
        {
            Answer = outcome,
            Sections =
            [
                new Section("answer", "What the command said")
                {
                    Blocks =
                    [
                        new CommandText(decision.CommandLine),
                        new Preformatted($"{answer.Out}{answer.Error}".TrimEnd(), "What the command said"),
                    ],
                },
            ],
        };

    private static (Page Page, bool IsRefused) Refused(ServedDecision decision, string why) =>
        (new Page(decision.Title) { Answer = new Cell($"Nothing was done: {why}", Tone.Bad) }, true);

    private string? Who()
    {
        try
        {
            return context.Git?.Identity()?.ToString();
        }
        catch (GitException)
        {
            return null;
        }
    }
}
