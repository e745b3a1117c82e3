using AmiGovernance.Cli.Adapters.Databases;
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
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>
/// The pages of the console: what the commands show, and what people decide. It changes nothing in AWS; a decision is the command
/// that the command line has for it, run here as the person whom git names.
/// </summary>
internal sealed class ServedPages(
    CliContext context,
    GovernanceArguments arguments,
    GovernanceState state,
    AskedCommand commands
) : IConsolePages
{
    private readonly RequestPages requests = new(context, arguments.Judgement.Config, arguments.AsOf);
    private readonly FindingPages findings = new(context, arguments.Judgement.Triage);
    private readonly QuestionPages questions = new(commands);

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

    public async Task<Page?> Show(PageRequest request, CancellationToken cancel)
    {
        var (place, rest) = Split(request.Path);
        var report = await state.Read(cancel);
        if (rest.Length > 0)
            return One(place, rest, request, report);
        return place == "find" ? await questions.Find(request, cancel) : Whole(place, request, report);
    }

    private Page? Whole(string place, PageRequest request, GovernanceReport report) =>
        place switch
        {
            "" => Overview(report),
            "organization" => Organization(report),
            "guarantees" => Guarantees(report),
            "allow-list" => AllowlistCommand.Page(arguments.Judgement.Config, arguments.AsOf, context),
            "exceptions" => Exceptions(report),
            "requests" => requests.List(),
            "findings" => findings.List(report),
            "images" => Images(),
            "deployments" => HistoryPage.Of(report.Deployments),
            "verification" => QuestionPages.Verification(null),
            "explain" => QuestionPages.Explain(request, null),
            _ => null,
        };

    /// <summary>Of a place that has many.</summary>
    private Page? One(string place, string name, PageRequest request, GovernanceReport report) =>
        (place, name) switch
        {
            ("requests", "new") => RequestPages.Ask(request),
            ("requests", _) => requests.One(name),
            ("findings", _) => findings.One(name, report),
            ("deployments", _) => HistoryPage.OfOne(name, report.Deployments),
            _ => null,
        };

    public async Task<Page?> Send(PageRequest request, CancellationToken cancel)
    {
        var (place, rest) = Split(request.Path);
        if ((place, rest) is ("again", ""))
        {
            state.Forget();
            return Overview(await state.Read(cancel));
        }
        return (place, rest) switch
        {
            ("requests", "new") => await Decide(requests.Request(request), request, cancel),
            ("requests", { Length: > 0 }) => await Decide(requests.Decision(rest, request), request, cancel),
            ("findings", { Length: > 0 }) => await Decide(
                findings.Decision(rest, request, Who() ?? ""),
                request,
                cancel
            ),
            ("explain", "") => await questions.Explained(request, cancel),
            ("verification", "") => await questions.Verified(cancel),
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
            ? ProofPage.Of([.. results], organization: null, report.AsOf)
            : Missing("Guarantees", report);

    private static Page Exceptions(GovernanceReport report) =>
        report.Exceptions is { } exceptions ? ExceptionReportPage.Of(exceptions) : Missing("Exceptions", report);

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
            : ImagePages.List(
                inventory.Queries.List(new ListFilter()),
                inventory,
                InventoryOutput.Gaps(inventory, ScanDepth.Public)
            );
    }

    /// <summary>First what will be done; then, when that was sent back, what became of it.</summary>
    private async Task<Page> Decide(ServedDecision decision, PageRequest request, CancellationToken cancel)
    {
        if (Who() is not { } who)
            return Refused(decision, "git does not know who you are: `git config user.name` and `user.email` say it");
        if (decision.Problem is { } problem)
            return Refused(decision, problem);
        if (request.Value("meant") != "yes")
            return decision.Preview(who, request);
        var answer = await commands.Do([.. decision.Words], cancel);
        var committed = answer.ExitCode == ExitCodes.Done ? Commit(decision) : null;
        state.Forget();
        return Done(decision, answer, committed);
    }

    /// <summary>What was committed beside the command; null where nothing was to be.</summary>
    private string? Commit(ServedDecision decision)
    {
        if (decision.Files.IsEmpty || context.Git is not { } git)
            return null;
        try
        {
            return $"commit {CommitFacts.Short(git.Commit(decision.Files, $"{decision.Title}\n"))}";
        }
        catch (GitException e)
        {
            return $"not committed: {e.Message}";
        }
    }

    private static Page Done(ServedDecision decision, AskedAnswer answer, string? committed)
    {
        var isDone = answer.ExitCode == ExitCodes.Done;
        return new Page(decision.Title)
        {
            Answer = isDone ? new Cell("Done.", Tone.Good) : new Cell("It was not done.", Tone.Bad),
            Sections =
            [
                new Section("answer", "What became of it")
                {
                    Blocks =
                    [
                        new CommandText(decision.CommandLine),
                        new Preformatted($"{answer.Out}{answer.Error}".TrimEnd(), "What the command said"),
                        .. committed is null ? [] : (Block[])[new Paragraph(committed)],
                    ],
                },
            ],
        };
    }

    private static Page Refused(ServedDecision decision, string why) =>
        new(decision.Title) { Answer = new Cell($"Nothing was done: {why}", Tone.Bad) };

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
